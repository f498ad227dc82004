"""Where the work of either side stands, from the first day on: one list of steps, one answer.

It puts together what the rooms below know; window, first page, F1 and command only show it. It
decides nothing and changes nothing.
"""
