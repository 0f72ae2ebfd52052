"""What the store keeps of work: its JSON is what programs rely on, and what an older one lacks has its default."""

import json
from datetime import date

import pytest

from constraints.solve import PlanStatus
from planner.store import Store, jobs
from planner.store.jobs import JobSettings, JobState, TaskKind
from planner.store.results.explanation import Explanation, PricedWay
from planner.store.results.job_results import DraftMade, FirstOffer, JobFailure
from planner.store.results.outcome import PlanOutcome
from planner.store.results.plan_offers import OfferKind, PlanOffer, PlanOffers
from planner.store.work_tables import jobs as table
from planner.words import Words

pytestmark = pytest.mark.engines

SETTINGS = {
    '{"seconds": 60, "keep": false, "changes": null}': JobSettings(),
    '{"seconds": 60.0, "keep": true, "changes": 3}': JobSettings(seconds=60.0, keep=True, changes=3),
    '{"seconds": 60, "keep": false, "changes": null, "first": "2027-02-05", "last": "2027-02-11"}': JobSettings(
        first=date(2027, 2, 5), last=date(2027, 2, 11)
    ),
    '{"seconds": 60, "keep": false, "changes": null, "keep_draft": true}': JobSettings(keep_draft=True),
    '{"task": "explain"}': JobSettings(TaskKind.EXPLAIN),
    '{"task": "offers"}': JobSettings(TaskKind.OFFERS),
    '{"task": "draw", "duty": "ZF"}': JobSettings(TaskKind.DRAW, duty="ZF"),
}


@pytest.mark.parametrize("text", SETTINGS)
def test_settings_are_written_as_they_are_read(text):
    assert JobSettings.from_json(json.loads(text)) == SETTINGS[text]
    assert json.dumps(SETTINGS[text].to_json()) == text == json.dumps(JobSettings.from_json(json.loads(text)).to_json())


@pytest.mark.parametrize("text", ["{}", '{"seconds": 60}', '{"task": "plan"}'])
def test_settings_that_say_little_are_those_of_a_plan(text):
    assert JobSettings.from_json(json.loads(text)) == JobSettings()


def test_an_outcome_that_lacks_names_reads_as_one_with_nothing_open():
    assert PlanOutcome.from_json({}) == PlanOutcome()
    assert PlanOutcome.from_json({"status": "optimal", "cost": 7}) == PlanOutcome(PlanStatus.OPTIMAL, 7)


def test_an_outcome_is_written_as_it_is_read():
    text = (
        '{"status": "over_constrained", "cost": 3, "bound": 1, "proved": true, "seconds": {"lp": 0.25, "total": 2.0}, '
        '"seed": 1, "made_with": "x", "open": [{"slot": "a|b|1", "duty": "a", "date": "2026-12-01", "shift": "", '
        '"post": "", "site": "", "missing": 1, "why": "无人"}], "breaches": [{"rule": "在岗人数", '
        '"key": ["d1", 2, null], '
        '"amount": 1, "text": "缺 1 人", "force": "必须", "authority": ""}]}'
    )
    assert json.dumps(PlanOutcome.from_json(json.loads(text)).to_json(), ensure_ascii=False) == text


@pytest.mark.parametrize(
    ("task", "state", "text", "result"),
    [
        ("plan", "waiting", None, None),
        ("plan", "done", '{"draft": 4, "status": "optimal", "reason": ""}', DraftMade(4, PlanStatus.OPTIMAL)),
        ("plan", "failed", '{"reason": "没有工作簿"}', JobFailure("没有工作簿")),
        ("explain", "done", '{"clash": [], "ways": [], "complete": true}', Explanation(complete=True)),
        ("offers", "running", '{"first": {"kind": "least", "changes": 2, "cost": 5}}', None),
        ("offers", "done", '{"cost": 1, "unmet": 0, "offers": []}', PlanOffers(1)),
    ],
)
def test_a_job_s_result_is_that_of_its_task_and_state(tmp_path, task, state, text, result):
    store = Store(tmp_path / "home")
    with store.write() as transaction:
        row = {"month": "2026-12", "settings": json.dumps({"task": task}), "state": state, "result": text}
        transaction.connection.execute(table.insert().values(**row, made_at="", made_by=""))
        found = jobs.latest(transaction, "2026-12", TaskKind(task))
    expected = FirstOffer(PlanOffer(OfferKind.LEAST, 2, 5)) if state == "running" else result
    assert (found.state, found.result) == (JobState(state), expected)


def test_a_row_behind_a_way_out_keeps_its_cells():
    text = (
        '{"clash": [], "told": [], "ways": [{"changes": [{"sheet": "指定", "row": 2, '
        '"to": {"zh": "删除", "en": "removed"}, '
        '"text": {"zh": "一", "en": "one"}, "before": {"duty": "ZB", "start": "2026-12-01"}, "after": []}], "people": '
        '[{"id": "L01", "name": "甲", "phone": true, "phones": ["1"]}], "cost": 1, '
        '"proved": true, "text": {"zh": "一", '
        '"en": "one"}}], "complete": true, "ground": ["p", "b"]}'
    )
    found = Explanation.from_json(json.loads(text))
    assert isinstance(found.ways[0], PricedWay) and found.ways[0].text == Words.given("一", "one")
    assert json.dumps(found.to_json(), ensure_ascii=False) == text
