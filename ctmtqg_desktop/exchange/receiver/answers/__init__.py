"""What answers the targets of a plan: from signed cells and receipts to a figure with coverage.

Knows whose land a target speaks of, who owes its figure, and each way to answer; the state that
follows is judged in ``targets``.
"""
