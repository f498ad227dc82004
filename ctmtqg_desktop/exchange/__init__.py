"""The verbs that use several rooms: submit, receive, send back, consolidate, track.

Each verb is one file; the command line and the window call the same functions.
"""
