"""What the platform does without: no library brings it, and no file speaks of it.

A row of `docs/asvs.md` that says "does not apply" leans on one of these: whoever brings
such a thing in has the row to answer anew.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.databases import ROOT
from tests.trees import dotted, nodes_of

PACKAGES = ("config", "geo", "apps", "data", "tiles")
ABSENT = {
    "GraphQL": (r"graphene|strawberry|ariadne|graphql", r"graphql"),
    "WebSockets": (r"channels|daphne|autobahn|ws|socket\.io", r"\bWebSocket\(|websocket\."),
    "WebRTC": (r"aiortc|simple-peer|peerjs", r"RTCPeerConnection|RTCDataChannel|\bstun:"),
    "LDAP": (r"ldap3|python-ldap|django-auth-ldap", r"\bldap"),
    "XPath": (r"elementpath", r"\.xpath\(|xpath="),
    "LaTeX": (r"pylatex|latex", r"\bpdflatex|\bxelatex|\blualatex"),
    "memcached": (r"pymemcache|pylibmc|python-memcached|redis|django-redis", r"memcache"),
    "JNDI": (r"jpype1?|py4j", r"\bjndi"),
    "SAML": (r"python3-saml|pysaml2|djangosaml2", r"\bsaml"),
    "OAuth server": (
        r"django-oauth-toolkit|authlib|oauthlib",
        r"jwt\.encode|jws\.serialize",
    ),
    "messages between windows": (r"postmate|penpal", r"postMessage\("),
    "rich text": (
        r"markdown|bleach|nh3|tinymce|ckeditor|quill",
        r"contenteditable|from markdown|import markdown",
    ),
    "codes by telephone": (
        r"twilio|vonage|django-two-factor-auth",
        r"phone_?factor|sms_?code",
    ),
}
"""Things by name, the libraries that would bring them, the words that would use them."""
ENTRIES = (
    *("authorize", "token", "introspect", "revoke", "jwks", "oauth", "register-client"),
    *("saml", "graphql", "ws", "acs"),
)
"""What addresses of authorisation servers and the like are called."""
SHELLS = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}
EXPRESSIONS = {f"re.{each}" for each in ("compile", "fullmatch", "match", "search", "sub")}
OF_OURS = {"apps/works/domain/kinds.py", "config/doors.py", "geo/importing/wording.py"}
"""Put expressions together from lists that stand in the code."""
UNSAFE_READERS = ("marshal", "shelve", "dill", "yaml", "jsonpickle")


def product(*suffixes: str) -> list[Path]:
    """Our own files that go to an instance."""
    out = {"tests", "migrations", "generated", "node_modules", "static", "locale"}
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*"))
        if path.suffix in suffixes
        and not out & set(path.relative_to(ROOT).parts)
        and ".test." not in path.name
    ]


@cache
def texts() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in product(".py", ".ts", ".html")
    }


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Everything that our own Python says, by file."""
    for name in texts():
        if name.endswith(".py"):
            yield from ((name, node) for node in nodes_of(ROOT / name))


def libraries() -> set[str]:
    """Every library that an instance installs."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    python = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==", lock, flags=re.M)
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return {*map(str.lower, python), *package["dependencies"]}


def speaking(pattern: str) -> set[str]:
    """The files in which the pattern is found."""
    word = re.compile(pattern, re.IGNORECASE)
    return {name for name, text in texts().items() if word.search(text)}


@pytest.mark.parametrize("thing", ABSENT)
def test_what_is_done_without_is_nowhere(thing: str) -> None:
    library, word = ABSENT[thing]
    brought = {name for name in libraries() if re.fullmatch(library, name)}
    assert (brought, speaking(word)) == (set(), set())


def test_the_site_authorises_nobody_elses_programs() -> None:
    from tests.canary.doors import page_patterns

    steps = {step for each in page_patterns() for step in each.strip("/").split("/")}
    assert len(steps) > 100
    assert not steps & {*ENTRIES, ".well-known"}


def test_no_text_is_run_as_a_program() -> None:
    assert speaking(r"new Function\(|setTimeout\(\s*[\"'`]") == set()
    run = {
        name
        for name, node in nodes()
        if isinstance(node, ast.Call) and dotted(node.func) in ("eval", "exec")
    }
    assert run == set()
    assert {name for name in speaking(r"\beval\(") if name.endswith(".ts")} == set()


def test_no_program_is_started_through_a_shell() -> None:
    for name, node in nodes():
        if isinstance(node, ast.Call):
            assert dotted(node.func) not in SHELLS, name
            assert "shell" not in {each.arg for each in node.keywords}, name


def test_no_template_is_made_of_a_text() -> None:
    assert speaking(r"from_string\(|import jinja2|from jinja2|template_string") == set()
    made = {
        name
        for name, node in nodes()
        if isinstance(node, ast.ImportFrom)
        and node.module in ("django.template", "string")
        and "Template" in {each.name for each in node.names}
    }
    assert made <= {"config/newsystem/writing.py"}, "writes code for developers"


def test_nothing_that_is_sent_makes_objects() -> None:
    """An export is ordered from its own child process, and from nobody else."""
    pickled = {name for name in speaking(r"^import pickle|pickle\.loads?\(|cloudpickle")}
    assert pickled <= {
        "geo/exchange/exports/writing.py",
        "geo/exchange/exports/writers.py",
    }
    for name, node in nodes():
        if isinstance(node, ast.Import):
            found = {each.name.partition(".")[0] for each in node.names}
            assert not found & set(UNSAFE_READERS), name


def test_pages_write_texts_and_no_markup() -> None:
    """`htmx` alone puts markup into a page: what our own server made of templates."""
    written = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment"
    )
    assert {name for name in speaking(written) if name.endswith(".ts")} == set()


def test_pages_need_no_plug_in() -> None:
    needed = speaking(r"<(?:object|embed|applet)\b|classid=|\.swf\b")
    assert {name for name in needed if name.endswith(".html")} == set()


def test_nothing_is_kept_where_every_script_could_read_it() -> None:
    """But for the telephone's own database, in which all is sealed (`vault.ts`)."""
    assert speaking(r"localStorage|sessionStorage") == set()
    assert speaking(r"indexedDB") <= {"apps/fieldwork/web/storage.ts"}


def test_no_key_is_looked_up_in_the_prototype_of_an_object() -> None:
    assert speaking(r"__proto__|\.prototype\[|\.constructor\[") == set()


def fixed(pattern: ast.expr) -> bool:
    """Whether an expression stands in the code: a text, or a name for one."""
    name = pattern.id if isinstance(pattern, ast.Name) else ""
    return isinstance(pattern, ast.Constant) or (bool(name) and name == name.upper())


def test_an_expression_is_never_made_of_what_was_sent() -> None:
    built = {
        name
        for name, function in nodes()
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and dotted(node.func) in EXPRESSIONS
        and not fixed(node.args[0])
    }
    assert built <= OF_OURS
    asked = {name for name in speaking(r"__i?regex=") if "/models" not in name}
    assert asked <= {"apps/notices/queries.py"}, "an expression of ours"


def test_no_certificate_goes_unlooked_at() -> None:
    unlooked = (
        r"CERT_NONE|verify\s*=\s*False|_unverified_context|check_hostname\s*=\s*False"
    )
    assert speaking(unlooked) == set()
