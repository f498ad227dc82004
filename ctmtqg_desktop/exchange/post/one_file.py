"""The edge of one file in a batch: whatever it makes us stumble over becomes its outcome."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from ctmtqg_desktop.errors import Cancelled, CtmtqgError, PackageError


@contextmanager
def one_file() -> Iterator[None]:
    """Turn a bug that one file brings to light into the refusal of that file, and log it.

    Raises:
        PackageError: ``exchange.unreadable``.
    """
    try:
        yield
    except (CtmtqgError, Cancelled):
        raise
    except Exception as error:  # the edge of one file: the others of its batch go on
        logging.getLogger(__name__).exception("a file could not be judged")
        raise PackageError("exchange.unreadable", kind=type(error).__name__) from error
