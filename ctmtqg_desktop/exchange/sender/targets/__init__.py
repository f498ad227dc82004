"""The targets that concern a reporting unit, at the cells they are about."""
