"""Pasting a block into a table of a form: what it would do, the pane that asks, the doing.

Where figures come from and what they can mean is known to ``intake``; what a cell takes to
``entries``.
"""
