"""Planning a month again from its page: the draft is kept unless a new start is asked for; what changed is listed."""

from datetime import date

import pytest

from planner.issuing.publish import sign
from planner.issuing.recall import recall
from planner.samples.district import sample
from planner.store import jobs
from planner.store.roster import drafts
from tests.fixtures.clerk_at_work import WHEN, with_clerk
from tests.fixtures.office_at_work import MONTH, NOW, planned, store_with
from tests.fixtures.officials import PASSWORD
from tests.fixtures.site_log_ins import token_of
from web import create_app

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    home = tmp_path_factory.mktemp("again") / "home"
    store_with(home, sample("small", 11, date(2026, 12, 1)))
    return with_clerk(home)


@pytest.fixture
def clerk(store, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", WHEN)
    client = create_app(store).test_client()
    form = {"name": "clerk", "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
    assert client.post("/login", data=form).status_code == 302
    return client


def page(clerk, lang="zh"):
    clerk.set_cookie("lang", lang)
    return clerk.get(f"/office/{MONTH}").get_data(as_text=True)


def job_of(store, clerk, **form):
    """The settings of the job that a form starts, which is taken away again."""
    shown = clerk.get(f"/office/{MONTH}")
    sent = clerk.post(f"/office/{MONTH}/plan", data={"csrf_token": token_of(shown), **form})
    assert sent.status_code == 302
    with store.write() as transaction:
        job = jobs.claim(transaction, "test", "2026-11-26T01:00:00+00:00", "")
        jobs.finish(transaction, job.id, "test", jobs.JobState.DONE, jobs.DraftMade(0, "optimal", ""))
    return job.settings


@pytest.mark.slow
def test_the_button_keeps_the_draft_and_a_second_one_starts_anew(store, clerk):
    first = page(clerk)
    assert "编排本月" in first and "从头编排" not in first, "without a draft there is nothing to keep"
    planned(store)
    shown = page(clerk)
    assert "重新编排，尽量不动现在的草稿" in shown and "从头编排，不看现在的草稿" in shown
    assert "与原草稿相比" not in shown, "a new start has nothing to be told"
    assert job_of(store, clerk).keep_draft
    assert not job_of(store, clerk, start="new").keep_draft
    assert job_of(store, clerk, keep="published").keep and job_of(store, clerk, keep="published").keep_draft


@pytest.mark.slow
def test_what_the_plan_changed_in_the_draft_is_listed_by_slot(store, clerk):
    planned(store)
    planned(store, keep_draft=True)
    assert "与原草稿相比有 0 处变化" in page(clerk)
    with store.read() as transaction:
        assert drafts.latest(transaction, MONTH).result.kept
    assert "0 changes against the draft before" in page(clerk, "en")


@pytest.mark.slow
def test_what_waits_for_a_signature_is_neither_offered_nor_planned_again(store, clerk):
    planned(store)
    assert "重新编排，尽量不动现在的草稿" in page(clerk)
    sign(store, MONTH, NOW, "clerk")
    shown = page(clerk)
    assert "从头编排" not in shown and "重新编排" not in shown and "单独编排" not in shown and "收回送签" in shown
    form = {"csrf_token": token_of(clerk.get(f"/office/{MONTH}")), "start": "new"}
    sent = clerk.post(f"/office/{MONTH}/plan", data=form, follow_redirects=True)
    assert "先收回送签，再重新编排" in sent.get_data(as_text=True)
    with store.read() as transaction:
        assert jobs.running(transaction, MONTH) is None
    recall(store, MONTH, "要改", NOW, "clerk")
    assert "从头编排" in page(clerk)
