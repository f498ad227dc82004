"""Certificates as a matter of trust: our authority's, those from outside, lists that end them."""
