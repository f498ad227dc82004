"""A workspace as a thing that is kept: made, found, locked, copied, brought back, looked over.

What is reported in it is the business of the other rooms.
"""
