"""Whom a notice is for when it is no registered party."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from apps.people.domain.contacts import tidy_email, tidy_phone
from apps.people.terms import EMAIL


@dataclass(frozen=True, kw_only=True)
class Address:
    """An account of the platform, or a number or e-mail address given for one purpose.

    Who gives an address for an answer agrees to be answered there, so consent is not asked
    for again. An account is told on this site only.
    """

    account: str = ""
    value: str = ""

    @classmethod
    def of_account(cls, name: str) -> Self:
        """Whoever signs in with the account called `name`."""
        return cls(account=name)

    @classmethod
    def of_email(cls, value: str) -> Self:
        """Whoever reads this mailbox."""
        return cls(value=tidy_email(value))

    @classmethod
    def of_phone(cls, value: str) -> Self:
        """Whoever holds this number of Bolivia."""
        return cls(value=tidy_phone(value))

    @property
    def is_email(self) -> bool:
        """Whether it is an address of e-mail."""
        return re.fullmatch(EMAIL, self.value) is not None
