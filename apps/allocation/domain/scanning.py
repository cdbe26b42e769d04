"""What a keyboard or a scanner types into the one field of the counter.

A scanner types as a keyboard of the United States would; where the computer is set to
Spanish, its hyphen arrives as an apostrophe and the signs of an address as other ones.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Final

_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,39}")
_PAPER: Final = re.compile(
    r"verificar\W(?P<token>[0-9A-Za-z_'-]{8,32}?)\W?$", re.IGNORECASE
)
_HOLD: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Scanned:
    """What one text may be; whoever looks it up tries one after the other."""

    text: str
    codes: tuple[str, ...] = ()
    """Codes of spaces that it may mean."""
    hold: uuid.UUID | None = None
    """The token of a hold, as it stands on its page."""
    paper: str = ""
    """The token in the address that a paper's QR leads to."""


def read_scan(text: str) -> Scanned:
    """The things that `text` may mean.

    >>> read_scan("a'12").codes
    ('A-12', 'a-12')
    >>> read_scan("httpsÑ--llajta.bo-verificar-Qm4xTz_a9-").paper
    'Qm4xTz_a9'
    >>> read_scan("Juana Condori").codes
    ()
    """
    plain = " ".join(text.split())
    straight = plain.replace("'", "-")
    paper = _PAPER.search(plain)
    hold = _HOLD.search(straight)
    codes = dict.fromkeys((straight.upper(), straight)) if _CODE.fullmatch(straight) else ()
    return Scanned(
        text=plain,
        codes=tuple(codes),
        hold=uuid.UUID(hold[0]) if hold else None,
        paper=paper["token"].replace("'", "-") if paper else "",
    )
