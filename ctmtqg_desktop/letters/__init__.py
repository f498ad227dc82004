"""Letters of other times: the TCVN3 and VNI encodings, UTF-8 read as another code, syllables.

It knows how old fonts spell Vietnamese and how a spoiled text betrays itself. It knows nothing
of sheets, files or people: whoever holds a text asks.
"""
