"""Assigned targets and the progress against them.

Knows the catalogue; is handed reported figures and answers with states.
"""
