"""The doctor's cross-checks: each register of a workspace against the signed papers beside it.

A table alone proves nothing: whoever can write to the file can write it, digests and all. What
was signed cannot be written anew, so every line that counts is asked of a signed paper.
"""
