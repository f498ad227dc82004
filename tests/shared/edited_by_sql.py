# ruff: noqa: S608  the names are those of our own tables
"""One value of a workspace changed by SQL, as somebody with the file would: digests made anew."""

import sqlite3
from contextlib import closing, suppress

from sqlalchemy import create_engine, select, update

from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.parts import frozen
from ctmtqg_desktop.workspace.schema import tables


def columns_of(path):
    """Return every (table, column) that has a row, in a fixed order."""
    with closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )]  # fmt: skip
        return [
            (table, row[1])
            for table in names
            if not table.startswith("sqlite_")
            and connection.execute(f'SELECT 1 FROM "{table}"').fetchone()
            for row in connection.execute(f'PRAGMA table_info("{table}")')
        ]


def edit(path, table, column, rng):
    """Change one value of a column; return what it was and is, None where nothing was changed."""
    with closing(sqlite3.connect(path)) as connection:
        key = "rowid"
        if _has_no_rowid(connection, table):
            key = ", ".join(
                f'"{row[1]}"'
                for row in connection.execute(f'PRAGMA table_info("{table}")')
                if row[5]
            )
        rows = connection.execute(f'SELECT "{column}", {key} FROM "{table}"').fetchall()
        before, *place = rng.choice(rows)
        after = changed(before, rng)
        if after is None:
            return None
        where = " AND ".join(f"{name} = ?" for name in key.split(", "))
        try:
            connection.execute(
                f'UPDATE "{table}" SET "{column}" = ? WHERE {where}', (after, *place)
            )
        except sqlite3.IntegrityError:
            return None
        connection.commit()
    renew_digests(path)
    return before, after


def delete(path, table, rng):
    """Delete one row; return it, None where others stand on it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
        row = rng.choice(rows)
        names = [one[1] for one in connection.execute(f'PRAGMA table_info("{table}")')]
        where = " AND ".join(f'"{name}" IS ?' for name in names)
        try:
            connection.execute(f'DELETE FROM "{table}" WHERE {where}', row)
        except sqlite3.IntegrityError:
            return None
        connection.commit()
    renew_digests(path)
    return row


def _has_no_rowid(connection, table):
    (made,) = connection.execute(
        "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
    ).fetchone()
    return "WITHOUT ROWID" in made.upper()


def changed(value, rng):
    """Return another value of the same kind; None where there is none."""
    if value is None:
        return None
    if isinstance(value, int):
        return value + rng.choice((1, -1, 1000))
    if isinstance(value, bytes):
        place = rng.randrange(len(value)) if value else 0
        return value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :] if value else None
    if not value:
        return "x"
    places = [n for n, sign in enumerate(value) if sign.isalnum()]
    if not places:
        return value + "x"
    place = rng.choice(places)
    other = str((int(value[place]) + 1) % 10) if value[place] in "0123456789" else "q"
    return value[:place] + (other if other != value[place] else "w") + value[place + 1 :]


def renew_digests(path):
    """Compute anew every digest of submitted values that needs no key."""
    engine = create_engine(f"sqlite:///{path}")
    sheet, submission = tables.frozen_sheet, tables.submission
    with engine.begin() as connection, suppress(WorkspaceError, ValueError):
        asked = select(sheet.c.id, sheet.c.submission_id, sheet.c.form, sheet.c.version,
                       sheet.c.values_sha256)  # fmt: skip
        readings = {row.id: frozen._Reading(*row[1:]) for row in connection.execute(asked)}
        frozen._fill(connection, tuple(readings), readings)
        listed = {}
        for number, one in readings.items():
            rows = {section: tuple(keys) for section, keys in one.rows.items()}
            content = Content(one.entries, rows, one.reasons, withheld=one.withheld,
                              version=one.version)  # fmt: skip
            digest = frozen.digest_sheet(one.form, content)
            listed.setdefault(one.submission_id, []).append((one.form, one.version, digest))
            connection.execute(
                update(sheet).where(sheet.c.id == number).values(values_sha256=digest)
            )
        for number, sheets in listed.items():
            here = submission.c.id == number
            values = {"values_sha256": frozen.digest_forms(sheets)}
            connection.execute(update(submission).where(here).values(**values))
    engine.dispose()
