"""What answers the targets of a plan: from cells and receipts to a figure with coverage.

Knows whose land a target speaks of, who owes its figure, and each way to answer; the state that
follows is judged in ``targets``. Knows neither desk nor office: both ask here, the one with its
own open sheets, the other with the reports it accepted.
"""
