"""What counts is read from what was signed: the tables beside it are a cache, and are compared.

Every figure of a submitted report that is totalled, printed or shown is derived here from the
package that lies in the same workspace, its signature checked. ``look_over`` tells where the
tables say otherwise. Knows neither desk nor office.
"""
