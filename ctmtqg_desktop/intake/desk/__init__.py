"""The reading desk: what cells of a source mean for the cells of a form, by column.

One text can have two readings. What a column proves is applied and told; what nothing proves is
asked; no figure is guessed. Whether a value is good for its cell stays for entries to say.
"""
