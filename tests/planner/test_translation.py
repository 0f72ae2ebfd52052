"""The catalogue of texts: everything said is marked, translated once, and read only when English is asked for."""

import re
import subprocess
import sys
from collections import defaultdict

import pytest

from planner.words import Words, in_both, series
from tests.fixtures import catalogue
from tests.fixtures.catalogue import ROOT, all_said, as_mo, as_po, english, kept, sources, update
from tests.fixtures.unmarked import unmarked

PLACE = re.compile(r"%\((\w+)\)s|(?<!:)\{\w*\}")
AGAIN = "python -m tests.fixtures.catalogue"


@pytest.fixture(scope="module")
def said():
    return all_said()


def messages():
    return [one for one in kept() if one.id]


def chinese(message):
    return message.id if isinstance(message.id, str) else message.id[0]


def test_the_catalogue_has_what_the_code_says_and_nothing_else():
    assert catalogue.PO.read_bytes() == as_po(update(kept())), AGAIN


def test_what_is_compiled_is_what_is_written():
    assert catalogue.MO.read_bytes() == as_mo(kept()), AGAIN


def test_everything_is_translated():
    assert [one.id for one in messages() if not all(english(one))] == []


def test_a_translation_names_only_what_is_given_for_it(said):
    """English may leave out what Chinese says, and say what Chinese leaves out, of what the call gives."""
    translated = {(one.context or "", chinese(one)): english(one) for one in messages()}
    wrong = []
    for one in said:
        if catalogue.ANYTHING in one.given:
            continue
        for text in (one.chinese, *translated[one.context, one.chinese]):
            if not {name for name in PLACE.findall(text) if name} <= one.given or re.search(
                r"%(?![(%])", text.replace("%%", "")
            ):
                wrong.append((one.file, text))
        bare = [
            len(re.findall(r"(?<!:)\{\w*\}", text)) for text in (one.chinese, *translated[one.context, one.chinese])
        ]
        if len(set(bare)) > 1:
            wrong.append((one.file, one.chinese))
    assert wrong == []


def test_nothing_is_given_that_neither_language_says(said):
    translated = {(one.context or "", chinese(one)): english(one) for one in messages()}
    idle = [
        (one.file, one.chinese, name)
        for one in said
        for name in one.given - {catalogue.ANYTHING}
        if not any(f"%({name})s" in text for text in (one.chinese, *translated[one.context, one.chinese]))
    ]
    assert idle == []


def test_no_phrase_is_translated_in_two_ways():
    """What differs by the names of its places alone is one phrase, a context that changes nothing is none."""
    ways, contexts = defaultdict(set), defaultdict(set)
    for one in messages():
        bare, text = PLACE.sub("…", chinese(one)), PLACE.sub("…", english(one)[-1])
        ways[one.context, bare].add(text)
        contexts[chinese(one)].add((one.context, english(one)[-1]))
    assert {bare: texts for (_, bare), texts in ways.items() if len(texts) > 1} == {}
    idle = {phrase for phrase, found in contexts.items() if len({text for _, text in found}) < len(found)}
    assert idle == set()


def test_a_text_is_said_with_what_is_given_in_the_same_language():
    inner = Words("没有变化")
    outer = Words("%(name)s：%(words)s，100%%", name="甲", words=inner)
    assert outer.zh == "甲：没有变化，100%" and inner.en == "no changes"
    assert Words.given("甲", "a") == Words.given("甲", "a") != Words.given("甲", "b")
    assert series(["甲", Words.given("乙", "b")]) == Words.given("甲、乙", "甲, b")
    assert in_both(lambda one, lang: one + lang, "x") == Words.given("xzh", "xen")


def test_nothing_reads_the_catalogue_before_english_is_asked_for_and_no_command_reads_babel():
    code = (
        "import sys; import planner.commands.__main__; print('babel' in sys.modules);"
        "import web; from planner import translation; print(translation._catalogue.cache_info().misses)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "0"]


NOT_SAID = {
    "constraints/": "rule sentences stand with their rules, in both languages",
    "planner/samples/": "names and words of invented offices",
    "planner/calendar/": "the words of calendars and of holiday notices, as they are read",
    "planner/office/": "the words of the workbook, as they are read and written",
    "planner/workbook/": "the words of tables, as they are read and written",
    "planner/paper/": "papers are documents of the office, in Chinese",
    "planner/feeds/": "calendars are in Chinese",
    "web/__main__.py": "help, in both languages in one line",
    "web/api/": "the name of the product",
    "web/public/kept_notice.py": "one page in both languages, for when nothing can choose",
    "web/waiting.py": "one page in both languages, for when nothing can choose",
    "web/shell/calendar_links.py": "the name of a file",
    "web/templates/shell/masthead.html": "the name of the product, as a seal",
    "web/templates/macros.html": "what is sent and stored: channels of messages, forces of clauses",
    "web/templates/clerks/month/matrix_row.html": "days of the week",
    "web/templates/clerks/month/people.html": "days of the week",
    "web/templates/clerks/month/week.html": "days of the week",
    "planner/judging/newly_open.py": "days, as each language writes them",
    "planner/pages/month/bands.py": "days, as each language writes them",
    "planner/pages/month/days.py": "names of festivals, as calendars write them",
    "planner/pages/month/problems.py": "what is stored: the force of a clause",
    "planner/pages/month/slot_cells.py": "days, and what is stored: the force of a clause",
    "planner/pages/lookup/asked_day.py": "the words of days, as they are typed",
    "planner/access/passwords.py": "what is easily guessed",
    "planner/access/log_phrases.py": "what is stored: channels of messages",
    "planner/access/sessions/browser_words.py": "names of programs, in both languages",
    "planner/changing/unanswered.py": "what is stored: a channel of messages",
    "planner/commands/planning/calendar.py": "days of the week",
    "planner/planning/outcome.py": "what is stored: the force of a clause",
    "planner/roster/entered_afterwards.py": "a sentence of papers",
    "planner/roster/finding_text.py": "days of the week, and what is stored: the force of a clause",
    "planner/roster/lines.py": "what papers say of a line",
    "planner/pages/tomorrow.py": "days of the week",
    "planner/roster/turn_text.py": "days of the month",
    "planner/words.py": "days, as each language writes them",
    "web/shell/language.py": "days, as each language writes them, and the name of the language",
    "planner/changing/instruction.py": "what is stored: a channel of messages",
    "planner/changing/swap.py": "what is stored: channels of messages",
    "planner/commands/people/swaps.py": "help, and what a word on the command line may be",
    "planner/commands/people/users.py": "help, in both languages in one line",
    "planner/commands/planning/new_rule.py": "the beginning of a rule, in both languages",
    "planner/commands/planning/own_table.py": "an example of a word of the workbook",
    "planner/commands/planning/show.py": "the title of a paper",
    "planner/commands/serve.py": "what the invented office has",
    "planner/commands/upkeep.py": "help, in both languages in one line",
    "planner/data_entry/": "words of the workbook, and of the log of rules, which is stored",
    "planner/effect/against.py": "a word of the workbook",
    "planner/effect/one_year.py": "a word of the workbook",
    "planner/effect/sentences.py": "examples in the words of the workbook",
    "planner/explaining/": "what a way out writes into the workbook",
    "planner/home/had_store.py": "a file in the data folder, for whoever finds it",
    "planner/issuing/inspection_draw.py": "a word of the workbook",
    "planner/launch.py": "both languages in one line, before anything is installed",
    "planner/notifying/messages.py": "what is stored: a channel of messages",
    "planner/pages/rule_trial.py": "a word of the workbook",
    "planner/problem/": "words of the workbook",
    "planner/store/record/anchor_file.py": "both languages in one line, on stderr",
    "planner/store/results/": "what is stored: the force of a clause, reasons of old jobs",
    "planner/upkeep/doctor/place_checks.py": "what a font must have",
    "planner/worker/": "both languages in one line, on stderr",
}
"""Files and rooms with Chinese that is not marked, and why."""
IN_PAIRS = {
    "planner/changing/change_notice.py",
    "planner/judging/newly_open.py",
    "planner/pages/month/slot_cells.py",
    "planner/pages/today/by_urgency.py",
    "planner/pages/today/progress.py",
    "planner/pages/today/swap_rows.py",
    "planner/pages/today/todo.py",
    "web/templates/clerks/month/matrix_row.html",
    "web/templates/clerks/month/people.html",
    "web/templates/clerks/month/week.html",
}
"""Files that still say some of their texts in each language by itself."""


def test_nothing_is_said_that_is_not_marked():
    files = {path.relative_to(ROOT).as_posix() for path in sources() if unmarked(path)}
    excused = {file for file in files if file.startswith(tuple(NOT_SAID))}
    assert files - excused == IN_PAIRS
    assert {one for one in NOT_SAID if not any(file.startswith(one) for file in files)} == set()
