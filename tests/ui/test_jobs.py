"""Covers: long work off the main thread, delivered on it, with progress and cancel."""

import threading

import pytest

from ctmtqg_desktop.ui.frame.news import News
from ctmtqg_desktop.ui.parts.jobs import Jobs


@pytest.fixture
def jobs():
    made = Jobs()
    yield made
    made.close()


def test_results_and_progress_arrive_on_the_main_thread(jobs, qtbot):
    seen = []
    main = threading.get_ident()

    def work(job):
        job.report(1, 2, "nửa")
        return threading.get_ident()

    job = jobs.start(work)
    job.progressed.connect(lambda *a: seen.append((threading.get_ident(), *a)))
    with qtbot.waitSignal(job.ended):
        job.done.connect(lambda result: seen.append((threading.get_ident(), result != main)))
    assert seen == [(main, 1, 2, "nửa"), (main, True)]


def test_an_exception_is_delivered(jobs, qtbot):
    job = jobs.start(lambda _: 1 / 0)
    with qtbot.waitSignal(job.failed) as got:
        pass
    assert isinstance(got.args[0], ZeroDivisionError)


def test_cancelled_work_stops_and_is_no_failure(jobs, qtbot):
    begun = threading.Event()

    def work(job):
        begun.set()
        while True:
            job.report(0)

    job = jobs.start(work)
    failed = []
    job.failed.connect(failed.append)
    assert begun.wait(60)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    assert failed == []


def test_work_is_done_one_after_another(jobs, qtbot):
    order, busy = [], []
    jobs.busy.connect(busy.append)
    for at in range(3):
        last = jobs.start(lambda _, at=at: order.append(at))
    with qtbot.waitSignal(last.ended):
        pass
    qtbot.waitUntil(lambda: busy == [True, False])
    assert order == [0, 1, 2]


def test_news_reach_who_listens_and_nothing_is_no_news(qtbot):
    news = News()
    with qtbot.waitSignal(news.changed) as got:
        news.tell("sheets", "inbox")
    assert got.args == [frozenset({"sheets", "inbox"})]
    with qtbot.assertNotEmitted(news.changed):
        news.tell()


def test_whatever_a_test_waits_for_it_waits_patiently(qtbot):
    """See ``test_patience``; the suite's own bot is in ``tests/conftest.py``."""
    assert type(qtbot).__name__ == "PatientBot"
