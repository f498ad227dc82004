"""What another program put on the clipboard, as given cells, and what is put there for others.

Knows how Calc, Excel, WPS, Google Sheets, Word and web pages write a block; pure texts and
bytes, no window. What the cells mean is for ``intake.desk`` to say.
"""
