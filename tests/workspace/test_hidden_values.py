"""What a database says of an error goes into a log: never the names and numbers it was about."""

import ast
import logging
import traceback
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from ctmtqg_desktop.workspace.file import database
from ctmtqg_desktop.workspace.schema import tables

NAME, NUMBER = "Lò Thị Mẩy", "012345678901"


def written(error, caplog):
    """Return all that an error leaves behind: its text, its traceback, the log."""
    logging.getLogger("test").error("a verb failed", exc_info=error)
    return str(error) + "".join(traceback.format_exception(error)) + caplog.text


def test_a_refused_row_is_not_written_into_the_log(ws, caplog, secret):
    row = {"name": NAME, "value": NUMBER}
    with pytest.raises(IntegrityError) as caught, ws._db.write() as connection:
        connection.execute(tables.setting.insert(), [row, row])
    said = written(caught.value, caplog)
    assert "setting" in said
    assert NAME not in said
    assert NUMBER not in said


def test_a_value_that_no_column_takes_is_not_written_into_the_log(ws, caplog, now, secret):
    row = {"at": now.replace(tzinfo=None), "what": "x", "subject": NAME, "detail": NUMBER}
    with pytest.raises(StatementError) as caught, ws._db.write() as connection:
        connection.execute(tables.journal.insert(), [row])
    said = written(caught.value, caplog)
    assert NAME not in said
    assert NUMBER not in said


def test_every_engine_of_the_program_hides_them():
    """A migration's too, and one that somebody adds later."""
    folder = Path(database.__file__).parents[1]
    makers = [
        call
        for path in folder.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("create_engine")
    ]
    assert len(makers) >= 3
    assert all("hide_parameters=True" in ast.unparse(call) for call in makers)


def test_of_a_servers_error_only_the_first_line_is_kept(caplog):
    """PostgreSQL quotes the row below: "DETAIL:  Failing row contains (…)"."""
    driver = ValueError(f"null value in column\nDETAIL:  Failing row contains ({NAME}, {NUMBER}).")
    error = IntegrityError("INSERT …", {}, driver, hide_parameters=True)
    assert NAME in str(error)
    database.keep_first_line(
        SimpleNamespace(original_exception=driver, sqlalchemy_exception=error)
    )
    error.__cause__ = driver
    said = written(error, caplog)
    assert "null value in column" in said
    assert NAME not in said
    assert NUMBER not in said
