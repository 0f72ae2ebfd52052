"""What a worker leaves is shown in the reader's language and by the office's clock."""

import pytest

from planner.access import logins
from planner.store import Store, jobs
from planner.store.jobs import JobSettings, JobState, TaskKind
from planner.store.results.job_results import BROKEN, JobFailure
from planner.store.results.plan_offers import OfferKind, PlanOffer, PlanOffers
from planner.store.roster import offices
from planner.worker import jobs as worker
from tests.fixtures.office_at_work import MONTH, NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD
from web import create_app


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "test")
    return store


def page(store, lang, of=""):
    app = create_app(store)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/login", data={"name": "clerk", "password": PASSWORD})
    return client.get(f"/office/{MONTH}{of}?lang={lang}").get_data(as_text=True)


@pytest.mark.slow
def test_the_panel_of_offers_shows_the_office_s_hour(store):
    found = PlanOffers(1, 0, (PlanOffer(OfferKind.LEAST, 1, 1, 0, (), True),))
    with store.write() as transaction:
        jobs.record_done(
            transaction, MONTH, JobSettings(TaskKind.OFFERS), found, "2026-11-25T01:30:00.123456+00:00", "clerk"
        )
    for lang in ("zh", "en"):
        shown = page(store, lang, "/replan")
        assert "2026-11-25 09:30" in shown and "01:30" not in shown


@pytest.mark.slow
@pytest.mark.parametrize(("task", "of"), [(TaskKind.OFFERS, "/replan"), (TaskKind.PLAN, "")])
def test_a_failure_is_told_in_the_reader_s_language(store, monkeypatch, task, of):
    monkeypatch.setitem(worker.TASKS, task, lambda *_: 1 / 0)
    worker.request(store, MONTH, JobSettings(task), NOW, "clerk")
    with store.write() as transaction:
        job = jobs.claim(transaction, "w", worker._stamp(), worker._stamp(worker.SILENT))
    worker._run(store, job, "w")
    with store.read() as transaction:
        found = jobs.get(transaction, job.id)
    assert found.state == JobState.FAILED and "ZeroDivisionError" in found.result.cause
    for lang, words in zip(("zh", "en"), (BROKEN.zh, BROKEN.en), strict=True):
        assert words in page(store, lang, of) and "ZeroDivisionError" not in page(store, lang, of)


def test_a_failure_of_before_is_still_read():
    old = JobFailure.from_json({"reason": "没有工作簿"})
    assert old.why("zh") == old.why("en") == "没有工作簿" and old.to_json() == {"reason": "没有工作簿"}
