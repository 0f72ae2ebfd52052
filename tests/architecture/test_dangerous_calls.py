"""What opens a door to attackers is called nowhere in the code: text run as code, SQL put together, broken digests.

Each thing that is looked for is planted as well, and found.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for name in ("constraints", "planner", "web") for path in (ROOT / name).rglob("*.py"))
SCRIPTS = sorted((ROOT / "web" / "static").rglob("*.js"))
TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))

RUN_AS_CODE = {"eval", "exec", "compile", "__import__"}
TO_A_SHELL = {"system", "popen", "getoutput", "getstatusoutput"}
TEMPLATES_MADE = {"render_template_string", "from_string"}
BROKEN = {"md5", "sha1", "new", "MD5", "SHA1", "ARC4", "TripleDES", "Blowfish", "ECB"}
READS_OBJECTS = {"pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle"}
READS_XML = {"xml.etree", "xml.dom", "xml.sax"}
GUESSABLE = {"random", "uuid"}
DRAWS = ("planner/samples/", "constraints/engines/")
"""Where chance is drawn that nobody has to be unable to guess: invented offices, and the search of a solver."""
OTHER_SECRETS = {
    ("planner/commands/serve.py", 9): "first passwords of the demo",
    ("web/clerks/log.py", 9): "first passwords, which are typed once and hold until their first use",
    ("planner/home/whole_file.py", 4): "a file's name",
    ("planner/home/keys.py", 4): "a file's name",
    ("planner/store/copies/placing.py", 4): "a file's name",
    ("planner/worker/jobs.py", 4): "a worker's name",
}
"""(file, bytes) of what is drawn with fewer than 16 bytes, and why nobody gains by guessing it."""
SQL_PARTS = {"planner/store/copies/head.py": "query", "planner/store/engines/sqlite.py": "writes"}
"""File → the one variable that stands in its SQL: the name of a table of ours, or a truth value as a number."""
MIGRATIONS = "planner/store/migrations/"
"""Rooms whose SQL no request reaches."""
PATTERNS = {
    "planner/office/cells/times.py": {"words"},
    "planner/office/cells/dates.py": {"pattern"},
    "planner/workbook/opening/kinds.py": {"pattern"},
    "planner/calendar/recurrence.py": {"pattern"},
    "planner/calendar/notice/said.py": {"words"},
    "planner/roster/reasons.py": {"form"},
}
"""File → variables that hold patterns out of a table of the file itself, or of one beside it."""


def called(node):
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def owner(node):
    return node.func.value.id if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) else ""


def is_fixed(node, also=()):
    """Whether a text stands in the code: put together of what is written there, of constants, of names in `also`."""
    if isinstance(node, ast.Call) and (owner(node), called(node)) == ("re", "escape"):
        return True
    if isinstance(node, ast.Name):
        return node.id.isupper() or node.id in {"re", "int", "sorted", *also}
    turns = {
        one.id for part in getattr(node, "generators", ()) for one in ast.walk(part.target) if isinstance(one, ast.Name)
    }
    return all(is_fixed(one, {*also, *turns}) for one in ast.iter_child_nodes(node))


def imported(node):
    """The modules that a statement imports, and what it takes of them as module.name."""
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{one.name}" for one in node.names)]
    return []


def of_imports(node, place):
    for name in imported(node):
        if name.partition(".")[0] in READS_OBJECTS:
            yield "reads objects out of bytes"
        if any(name == one or name.startswith(f"{one}.") for one in READS_XML):
            yield "an XML reader that follows entities"
        if name.partition(".")[0] in GUESSABLE and not place.startswith(DRAWS):
            yield "chance that can be guessed"


def of_calls(node, place):
    name, of = called(node), owner(node)
    if isinstance(node.func, ast.Name) and name in RUN_AS_CODE:
        yield "runs text as code"
    if (of in ("os", "subprocess", "commands") and name in TO_A_SHELL) or any(
        one.arg == "shell" for one in node.keywords
    ):
        yield "a shell"
    if (
        of == "subprocess"
        and name in ("run", "Popen", "call")
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ):
        yield "a command as one text"
    if name in TEMPLATES_MADE:
        yield "a template made of text"
    if name == "Markup" and not (
        node.args and isinstance(node.args[0], ast.Call) and called(node.args[0]) == "render_template"
    ):
        yield "a text taken for HTML"
    if (of == "hashlib" and name in BROKEN) or (of in ("algorithms", "modes", "hashes") and name in BROKEN):
        yield "a broken digest or cipher"
    composed = name == "exec_driver_sql" or (name == "text" and of in ("sa", "sqlalchemy"))
    if composed and not is_fixed(node.args[0], {SQL_PARTS.get(place, "")}) and MIGRATIONS not in place:
        yield "SQL put together"
    if of == "re" and name != "escape" and not is_fixed(node.args[0], PATTERNS.get(place, ())):
        yield "a pattern out of somebody's text"
    if of == "secrets" and name.startswith("token_") and isinstance(node.args[0], ast.Constant):
        size = node.args[0].value
        if size < 16 and (place, size) not in OTHER_SECRETS:
            yield "too little chance"
    if any(
        one.arg == "verify" and isinstance(one.value, ast.Constant) and not one.value.value for one in node.keywords
    ):
        yield "a certificate that is not looked at"


def dangers(text, place):
    """What stands in a source that should not: [(line, what)]."""
    found = []
    for node in ast.walk(ast.parse(text)):
        found += (
            [(node.lineno, one) for one in of_imports(node, place)]
            if isinstance(node, ast.Import | ast.ImportFrom)
            else []
        )
        found += [(node.lineno, one) for one in of_calls(node, place)] if isinstance(node, ast.Call) else []
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "values"
            and isinstance(node.value, ast.Name)
            and node.value.id == "request"
        ):
            found.append((node.lineno, "query and form in one"))
    return found


@pytest.mark.slow
def test_nothing_dangerous_is_called_anywhere():
    places = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in SOURCES}
    assert {place: found for place, text in places.items() if (found := dangers(text, place))} == {}


PLANTED = {
    "eval(said)": "runs text as code",
    "exec(said)": "runs text as code",
    "os.system(said)": "a shell",
    "subprocess.run([name], shell=True)": "a shell",
    "subprocess.run(f'ls {name}')": "a command as one text",
    "render_template_string(said)": "a template made of text",
    "Markup(said)": "a text taken for HTML",
    "hashlib.md5(data)": "a broken digest or cipher",
    "modes.ECB()": "a broken digest or cipher",
    "connection.exec_driver_sql(f'SELECT * FROM users WHERE name = {name}')": "SQL put together",
    "sa.text('SELECT ' + name)": "SQL put together",
    "re.search(said, name)": "a pattern out of somebody's text",
    "re.search(f'^{said}$', name)": "a pattern out of somebody's text",
    "secrets.token_urlsafe(9)": "too little chance",
    "requests.get(address, verify=False)": "a certificate that is not looked at",
    "request.values['name']": "query and form in one",
    "import pickle": "reads objects out of bytes",
    "from yaml import load": "reads objects out of bytes",
    "import xml.etree.ElementTree": "an XML reader that follows entities",
    "from random import choice": "chance that can be guessed",
}


@pytest.mark.parametrize("source", PLANTED)
def test_what_is_planted_is_found(source):
    assert {what for _, what in dangers(source, "web/planted.py")} == {PLANTED[source]}


@pytest.mark.parametrize(
    "source",
    [
        "connection.exec_driver_sql('SELECT 1')",
        "re.search(rf'^{re.escape(said)}$', name)",
        "re.compile('a')",
        "subprocess.run([sys.executable, name])",
        "Markup(render_template('a.html', name=name))",
        "secrets.token_urlsafe(32)",
        "hashlib.sha256(data)",
    ],
)
def test_what_is_harmless_is_let_be(source):
    assert dangers(source, "web/planted.py") == []


@pytest.mark.slow
def test_no_exception_is_out_of_use():
    texts = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in SOURCES}
    assert [place for place, size in OTHER_SECRETS if not re.search(rf"token_\w+\({size}\)", texts[place])] == []
    for place, names in (SQL_PARTS | PATTERNS).items():
        for name in [names] if isinstance(names, str) else names:
            assert re.search(rf"\b{name}\b", texts[place]), (place, name)


IN_SCRIPTS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|sessionStorage"
    r"|indexedDB|document\.cookie|postMessage|addEventListener\(\s*[\"']message|WebSocket|RTCPeerConnection|__proto__|\.prototype"
)
IN_TEMPLATES = re.compile(
    r"\|\s*safe\b|autoescape|<(?:object|embed|applet|iframe|base)\b|\son\w+=[\x22']|\sstyle=[\x22']|javascript:|hx-on|hx-vals=.js"
)


def test_scripts_put_no_text_in_as_html_and_keep_nothing_in_the_browser():
    assert SCRIPTS
    assert {path.name: IN_SCRIPTS.findall(path.read_text("utf-8")) for path in SCRIPTS} == {
        path.name: [] for path in SCRIPTS
    }
    assert IN_SCRIPTS.search("box.innerHTML = name") and IN_SCRIPTS.search("localStorage.setItem('a', b)")


def test_no_template_lets_text_through_unescaped_or_holds_plug_ins_handlers_or_style():
    found = {path.name: IN_TEMPLATES.findall(path.read_text("utf-8")) for path in TEMPLATES}
    assert {name: one for name, one in found.items() if one} == {}
    drawn = [path.name for path in TEMPLATES if "<svg" in path.read_text("utf-8")]
    assert set(drawn) <= {"parts.html", "charts.html"}, "a drawing is a macro, which is handed numbers and words"
    for planted in ("{{ name|safe }}", "<object data=x>", '<a onclick="x()">', '<p style="x">'):
        assert IN_TEMPLATES.search(planted), planted


def test_a_field_for_a_password_hides_it_and_lets_it_be_pasted_and_filled_in():
    pages = "".join(path.read_text("utf-8") for path in TEMPLATES)
    fields = [
        one for one in re.findall(r"<input[^>]*>", pages) if re.search(r'(?:id|name)="(?:password|old|fresh)"', one)
    ]
    assert len(fields) >= 3
    for one in fields:
        assert 'type="password"' in one and "readonly" not in one
        assert re.search(r'autocomplete="(?:current|new)-password"', one)
