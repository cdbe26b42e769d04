"""A passer-by is told nothing of what the site is made of."""

from __future__ import annotations

import ast
import re
from typing import Any, Final

import pytest
from django.conf import settings
from django.test import Client

from tests.canary.doors import page_patterns
from tests.rights.places import at
from tests.trees import dotted, nodes_of

CANARY: Final = "zyx-canary-4711"
HIDDEN: Final = (
    *(".git/config", ".git/HEAD", ".svn/entries", ".hg/", ".env", "pyproject.toml"),
    *("config/settings.py", "requirements.lock", "var/secret_key", "secret_key"),
    *("accounts.txt", "__debug__/", "server-status", "metrics", "debug/pprof/"),
    *("static/", "static/geo/", "static/geo/dist/", "static/admin/", "media/", "files/"),
    *(
        "static/../config/settings.py",
        "static/%2e%2e/config/settings.py",
        "docs/",
        "tests/",
    ),
    *("admin/doc/", "swagger/", "redoc/", "graphql", "phpinfo.php", "wp-login.php"),
)
MADE_OF: Final = re.compile(
    r"Traceback|Django(?! site admin)|granian|whitenoise|psycopg|site-packages|"
    r"Python/?\d|\bDEBUG\b|Index of|" + re.escape(str(settings.ROOT)),
    re.IGNORECASE,
)
"""Words by which programs name themselves."""


def told(answer: Any) -> str:
    body = b"".join(answer) if answer.streaming else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers}\n{body.decode(errors='replace')}"


@pytest.mark.django_db
@pytest.mark.parametrize("path", HIDDEN)
def test_no_file_of_the_program_and_no_folder_is_served(client: Client, path: str) -> None:
    answer = client.get(f"/{path}")
    if answer.status_code in (301, 302):  # to the same address with a slash, or to the door
        answer = client.get(answer["Location"], follow=True)
    assert answer.status_code == 404 or "/entrar/" in told(answer)
    assert not MADE_OF.search(told(answer).replace(path, ""))


@pytest.mark.django_db
def test_no_page_answers_what_it_was_sent_by_trace(client: Client) -> None:
    for pattern in sorted(set(page_patterns())):
        if pattern.startswith("/admin/"):  # sent to the door, whatever the method
            continue
        answer = client.trace(at(pattern), headers={"X-Canary": CANARY})
        assert answer.status_code in (302, 401, 403, 404, 405), pattern
        assert CANARY not in told(answer), pattern
        assert "message/http" not in answer.headers.get("Content-Type", ""), pattern


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nada", "/verificar/?codigo=%00", "/idioma/setlang/"])
def test_no_refusal_names_what_the_site_is_made_of(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code >= 400
    assert not MADE_OF.search(told(answer))
    assert not {"Server", "X-Powered-By", "X-Generator"} & set(answer.headers)


@pytest.mark.django_db
def test_every_page_says_what_it_is_in_which_letters(client: Client) -> None:
    for pattern in sorted(set(page_patterns())):
        answer = client.get(at(pattern))
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code == 200:
            assert kind, pattern
            if kind.startswith("text/") or "javascript" in kind:
                assert "charset=utf-8" in kind.lower(), pattern


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/nada", "/entrar/"])
def test_a_page_loads_what_is_ours_and_nothing_else(client: Client, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"].split("; ")
    none = {f"{name} 'none'" for name in ("object-src", "base-uri", "frame-ancestors")}
    own = {f"{name}-src 'self'" for name in ("default", "script", "style", "connect")}
    assert none | own <= set(policy)


def test_every_cookie_that_a_page_sets_has_its_guards() -> None:
    calls = [
        {each.arg: ast.unparse(each.value) for each in node.keywords}
        for package in ("apps", "geo", "config", "tiles")
        for path in (settings.ROOT / package).rglob("*.py")
        if "tests" not in path.parts
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and dotted(node.func).endswith(".set_cookie")
    ]
    assert len(calls) >= 3
    guards = {"secure": "request.is_secure()", "httponly": "True", "samesite": "'Lax'"}
    assert all(guards.items() <= given.items() for given in calls)


def test_an_instance_is_built_without_what_is_for_developers() -> None:
    lock = (settings.ROOT / "requirements.lock").read_text(encoding="utf-8")
    dev = r"^(pytest|django-debug-toolbar|django-extensions|ipython|hypothesis|mypy|ruff)=="
    assert not re.search(dev, lock, flags=re.M)
    assert not [each for each in settings.INSTALLED_APPS if re.search(r"debug|test", each)]
    assert "django.contrib.admindocs" not in settings.INSTALLED_APPS
