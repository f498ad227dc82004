"""What is declared, as frozen records; a unit, a form, a period know their own rules."""
