"""Making, opening, bringing up to date; ``migrations`` says how a version became the next."""
