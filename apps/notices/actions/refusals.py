"""What the register of notices refuses."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from geo.errors import Refusal


class NoSuchOccasion(Refusal):
    """No occasion has this code."""

    def __init__(self, code: str) -> None:
        sentence = _("There is no occasion “%(code)s”. Nobody was told anything.")
        super().__init__(sentence % {"code": code})


class WrongContext(Refusal):
    """The values that were given are not those that the occasion knows."""

    def __init__(self, code: str, names: Iterable[str]) -> None:
        sentence = _(
            "The occasion “%(code)s” and what was given differ in: %(names)s. Nobody was "
            "told anything."
        )
        super().__init__(sentence % {"code": code, "names": ", ".join(sorted(names))})


class NothingToSay(Refusal):
    """The occasion has no words for anybody to read."""

    def __init__(self, code: str) -> None:
        sentence = _(
            "The occasion “%(code)s” has no wording for this reader. Write one first; "
            "nobody was told anything."
        )
        super().__init__(sentence % {"code": code})


class WrongWording(Refusal):
    """A text that cannot be used as it is."""


class NotDead(Refusal):
    """Only what could not be delivered is sent again or dropped."""

    def __init__(self) -> None:
        super().__init__(
            _("This is not among the undeliverable ones any more. Nothing was changed.")
        )
