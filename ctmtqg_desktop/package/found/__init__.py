"""Which of the files that were given are packages: by their bytes, whatever they are called.

``folders`` looks through files, folders and zips; ``kinds`` says what a file is and which names
are the system's own; ``outer_zip`` reads an ordinary zip. Nothing here judges a package.
"""
