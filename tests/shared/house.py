"""What the rules of the house let pass, each with its reason; new names need one too."""

SEAMS = {
    "intake/clipboard/html_tables.py": (1, "lxml: only when something is pasted"),
    "intake/clipboard/spreadsheet_xml.py": (1, "lxml: only when something is pasted"),
    "__main__.py": (1, "the window, or the command line"),
    "app.py": (13, "the windows and the parts that only one of them needs"),
    "assets.py": (1, "TOML, with the first words that are said"),
    "catalogue/kept/store.py": (1, "reader and linter, where the kept catalogue is out of date"),
    "catalogue/read/file.py": (1, "pydantic, where there is something to read"),
    "package/canonical.py": (1, "rfc8785, with the first package"),
    "package/carrier.py": (1, "ctypes, with the first file on a stick"),
    "reports/pdf/pdfa.py": (1, "Pillow's colours, for a print but not for reading one"),
    "workspace/file/database.py": (1, "PostgreSQL's SQL, for a server"),
    "workspace/opening/migrate.py": (2, "alembic, where an older workspace is brought up to date"),
    "workspace/workspace.py": (5, "SQLAlchemy, with the first workspace"),
}
"""File -> how many imports stand inside its functions, so that a start stays quick, and why."""

UPPER_SEAMS = {"cli": 15, "exchange": 31, "ui": 12}
"""Room -> how many at most; a number may only fall."""

MAX_SEAMS = 90
"""Of the whole house."""

WORDS_ELSEWHERE = {
    "catalogue/expand.py": (3, "formulas: the rule language"),
    "catalogue/lint/forms.py": (1, "how a row of a declared form says that it is part of another"),
    "catalogue/lint/shares.py": (1, "a formula: the rule language"),
    "catalogue/lint/vouching.py": (5, "how a declared source confesses"),
    "catalogue/lint/indicators.py": (1, "a formula that is looked for: the rule language"),
    "catalogue/records/form.py": (3, "what a form means without a word for it: the rule language"),
    "catalogue/records/judging.py": (8, "formulas: the rule language"),
    "catalogue/records/texts.py": (1, "numbers of laws"),
    "catalogue/records/workshop.py": (11, "words that a declared text says of its making"),
    "entries/typed.py": (2, "how a verdict is typed, shown and read back"),
    "exchange/receiver/print.py": (1, "how the source of a target names its place in a plan"),
    "intake/xpath.py": (14, "what is translated into: the rule language"),
    "letters/spoiled.py": (8, "letters of old encodings"),
    "letters/syllables.py": (3, "how syllables are spelled"),
    "letters/tables.py": (11, "letters of old encodings"),
    "package/issue.py": (1, "letters that the number of a document may hold"),
    "rules/functions.py": (23, "names of functions: the rule language"),
    "rules/lexer.py": (4, "the rule language"),
    "rules/names.py": (6, "names of other periods, plans and targets: the rule language"),
    "setup.py": (19, "runs before there is anything to read messages with"),
    "text.py": (6, "letters"),
}
"""File -> how many Vietnamese texts it holds that are neither marked for translation nor in
resources, and why: they are a language or a format, and never a sentence of the program's own."""
