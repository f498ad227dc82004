"""One engine: the rule language, and the program a form compiles to.

Knows forms and values; knows neither where values are kept nor how findings are shown.
"""
