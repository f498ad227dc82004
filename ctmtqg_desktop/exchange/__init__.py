"""The acts that use several rooms: submit, receive, send back, consolidate, track.

An act is one record and one function; window, command and demonstration call the same.
``sender`` and ``receiver`` are the two sides; ``keys``, ``keeping`` (of the catalogue) and
``paper`` serve both; ``post`` is what every package in or out has in common. ``library`` holds
compiled forms, ``words`` turns codes into sentences, ``life`` tells all that happened to a report.
"""
