"""What of a page would run: elements and attributes that came out of a payload."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.stored.planting import MARK

TYPED = ("input", "option", "textarea", "button")
"""Elements whose value is a text, also where it looks like an address; so is what a page
says of itself, where it does not send the browser elsewhere."""


class _Runnable(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.script = "" if "json" in given.get("type", "") else tag
        for name, value in given.items():
            is_text = tag in TYPED or (tag == "meta" and "http-equiv" not in given)
            scripted = value.strip().startswith("javascript:") and not is_text
            if MARK in value and (name.startswith(("on", "hx-on")) or scripted):
                self.found.append(f"<{tag} {name}={value[:60]}>")

    def handle_endtag(self, tag: str) -> None:
        self.script = ""

    def handle_data(self, data: str) -> None:
        if self.script in ("script", "style") and MARK in data:
            self.found.append(f"<{self.script}>{data[:60]}")


def runnable(page: str) -> list[str]:
    """Each place of the page where a payload became more than a text."""
    parser = _Runnable()
    parser.feed(page)
    parser.close()
    return parser.found
