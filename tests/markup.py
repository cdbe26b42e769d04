"""What every page that any test asks for is held to, whatever the test is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

ID: Final = re.compile(r'<[a-z][^<>]*?\sid="([^"]+)"')
NAMED_BY: Final = re.compile(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"')
OF_OTHERS: Final = {"id_password_helptext"}
"""Named by the framework's own page of an account whose password cannot be used."""
INSIDES: Final = re.compile(r"(?:<|&lt;)[a-zA-Z][^<>]{0,80} (?:object )?at 0x[0-9a-f]+")
"""What Python says of a thing that has no words for people."""


def well_named(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware of the tests: each name on a page names one thing, and one that is there,
    and nothing of the machine stands where a word belongs.

    A label that points at another field than its own is read out by a screen reader, and
    is seen by nobody else.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html") and not response.streaming:
            page = response.getvalue().decode()
            wrong = wrongly_named(page) - OF_OTHERS
            assert not wrong, f"{request.path}: {wrong}"
            assert not (shown := INSIDES.search(page)), f"{request.path}: {shown}"
        return response

    return answer


def wrongly_named(page: str) -> set[str]:
    """Names that two things bear, and those that nothing bears.

    >>> sorted(wrongly_named('<html><b id="a"><i id="a"><label for="b">'))
    ['a', 'b']
    """
    ids = Counter(ID.findall(page))
    twice = {name for name, count in ids.items() if count > 1}
    if "<html" not in page:  # a fragment may name what stands around it
        return twice
    named = {name for names in NAMED_BY.findall(page) for name in names.split()}
    return twice | named - ids.keys()
