"""Detached signatures (CAdES B-B), time-stamps, and the certificates sent along."""
