"""The database a user works in. The only room that imports SQLAlchemy.

Records in, records out; one committed cell is one durable transaction. Knows files, locks,
tables and their history; knows nothing of rules, packages' insides, keys or screens. Start at
``workspace``: ``create`` and ``open_workspace``; ``store`` says which ``parts`` an open one has.
``schema`` holds today's tables, ``file`` the database under them, ``opening`` how an older one
is brought up to date.
"""
