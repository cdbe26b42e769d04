"""Telephone numbers and addresses of e-mail in the one form they are kept in."""

from __future__ import annotations

import re


def tidy_phone(text: str) -> str:
    """A telephone number of Bolivia in E.164; what is none comes back as it was given.

    >>> tidy_phone("4-436 1234"), tidy_phone("(591) 70712345"), tidy_phone("00591 70712345")
    ('+59144361234', '+59170712345', '+59170712345')
    >>> tidy_phone("123")
    '123'
    """
    digits = re.sub(r"\D", "", text)
    local = re.fullmatch(r"(?:00)?(?:591)?([2-7]\d{7})", digits)
    return f"+591{local[1]}" if local else text.strip()


def tidy_email(text: str) -> str:
    """An address of e-mail with its domain in lower case.

    >>> tidy_email(" Ana.Rojas@Correo.BO ")
    'Ana.Rojas@correo.bo'
    """
    name, at, domain = text.strip().rpartition("@")
    return f"{name}{at}{domain.lower()}"
