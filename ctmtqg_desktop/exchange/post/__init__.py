"""What every package that goes out or comes in has in common.

Header, number and file; who signs and who signed; which lists stay at home; why a revision was
opened; the journal of what was written out. Knows neither a sender's desk nor an office.
"""
