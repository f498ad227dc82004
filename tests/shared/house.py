"""What the rules of the house let pass, each with its reason; new names need one too."""

SEAMS = {
    "__main__.py": (1, "the window, or the command line"),
    "app.py": (13, "the windows and the parts that only one of them needs"),
    "catalogue/kept/store.py": (1, "reader and linter, where the kept catalogue is out of date"),
    "catalogue/read/reader.py": (1, "pydantic, where there is something to read"),
    "intake/xlsform_survey.py": (3, "pyxform, which need not be installed"),
    "package/canonical.py": (1, "rfc8785, with the first package"),
    "package/carrier.py": (1, "ctypes, with the first file on a stick"),
    "reports/pdf/pdfa.py": (1, "Pillow's colours, for a print but not for reading one"),
    "workspace/file/database.py": (1, "PostgreSQL's SQL, for a server"),
    "workspace/opening/migrate.py": (2, "alembic, where an older workspace is brought up to date"),
    "workspace/workspace.py": (5, "SQLAlchemy, with the first workspace"),
}
"""File -> how many imports stand inside its functions, so that a start stays quick, and why."""

UPPER_SEAMS = {"cli": 22, "exchange": 33, "ui": 65}
"""Room -> how many at most; a number may only fall."""

MAX_SEAMS = 150
"""Of the whole house; it may only fall, to under a hundred."""
