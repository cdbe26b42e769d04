"""Occasions that apps bring along, with first words for each.

What an app declares when it is ready is entered into the register once (by the worker, or
when somebody is first told it); from then on the words are the office's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from apps.notices.domain.wording import gaps, stray_braces

Words = Mapping[tuple[str, str], tuple[str, str]]
"""Under channel and language: subject and body."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """Something that people are told, and the names of the values known then."""

    code: str
    title: str
    """In the town's language: it is data of the office from the first day."""
    variables: tuple[str, ...]
    words: Words = field(hash=False)


_register: Final[dict[str, Occasion]] = {}


def bring(occasion: Occasion) -> Occasion:
    """Declare `occasion`; its words may name its own values only."""
    texts = [text for pair in occasion.words.values() for text in pair]
    if gaps(*texts) - set(occasion.variables) or stray_braces(*texts):
        raise ValueError(f"{occasion.code} names a value that it does not know")
    if _register.setdefault(occasion.code, occasion) != occasion:
        raise ValueError(f"occasion {occasion.code!r} is brought twice")
    return occasion


def brought() -> Mapping[str, Occasion]:
    """Every occasion that some app brings along, by code."""
    return _register


JOB_FAILED: Final = bring(
    Occasion(
        code="job-failed",
        title="Un trabajo no se pudo hacer",
        variables=("title", "reason"),
        words={
            ("in_app", "es"): (
                "No se pudo: {title}",
                "{reason}\n\nEn Trabajos puede volver a intentarlo.",
            ),
            ("in_app", "en"): (
                "It failed: {title}",
                "{reason}\n\nYou can try it again under Jobs.",
            ),
        },
    )
)
