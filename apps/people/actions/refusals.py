"""What the register of people refuses, each in a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from geo.broken_rules import rule_of
from geo.errors import Refusal

if TYPE_CHECKING:
    from django.db.models import Model


class NotRegistered(Refusal):
    """A rule of the register is broken by what was given."""


class DocumentTaken(Refusal):
    """Somebody else is registered with the same document or tax number."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody with this document is registered. Nothing was written; look them "
                "up by the number and correct or merge instead."
            )
        )


class PostTaken(Refusal):
    """The post is held by somebody else on some of the days."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody holds this post on some of these days. Nothing was written; end "
                "that holding first, or choose other days."
            )
        )


class GrantedAlready(Refusal):
    """The post has this permission on some of the days."""

    def __init__(self) -> None:
        super().__init__(
            _("The post has this permission on some of these days. Nothing was written.")
        )


class MemberAlready(Refusal):
    """The person belongs to the association on some of these days."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This person belongs to the association on some of these days. Nothing was "
                "written; end that membership first."
            )
        )


class OwnPost(Refusal):
    """Nobody gives permissions to a post that they exercise themselves."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You exercise this post yourself, so somebody else has to give it "
                "permissions. Nothing was written."
            )
        )


class AccountTaken(Refusal):
    """The account is somebody else's, or the person signs in with another."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This account is somebody else's, or this person signs in with another "
                "account. Nothing was changed."
            )
        )


class CannotMerge(Refusal):
    """Two parties cannot become one as they are."""


_KNOWN: dict[str, Callable[[], Refusal]] = {
    "person_document_is_single": DocumentTaken,
    "organisation_nit_is_single": DocumentTaken,
    "holding_one_at_a_time": PostTaken,
    "grant_stands_once": GrantedAlready,
    "membership_is_single": MemberAlready,
}


@contextmanager
def told() -> Iterator[None]:
    """Make a refusal of the database, at once or at the end, one that people understand.

    The block is a savepoint, so whoever catches the refusal may go on.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise _refusal_of(error) from error


def _refusal_of(error: IntegrityError) -> Refusal:
    rule = rule_of(error)
    if rule in _KNOWN:
        return _KNOWN[rule]()
    sentence = _("The register refuses this (%(rule)s). Nothing was written.")
    return NotRegistered(sentence % {"rule": rule.replace("_", " ")})


def store(row: Model) -> None:
    """Save `row` if neither its fields nor the database have anything against it.

    The database judges its rules anyway, so the model is asked for words only after it has
    refused: asking it first is a query and a savepoint for each rule of each row.

    Raises:
        DocumentTaken, PostTaken, GrantedAlready: somebody else has it.
        NotRegistered: another rule is broken; the message says which.
    """
    loaded = set(row._state.fields_cache)
    try:
        row.clean_fields(exclude=loaded)
        with transaction.atomic():
            row.save(force_insert=row._state.adding)
    except (ValidationError, DataError):
        _explain(row)
        raise
    except IntegrityError as error:
        _explain(row)
        raise _refusal_of(error) from error


def _explain(row: Model) -> None:
    """Say in the model's words what it has against `row`, if it has anything."""
    try:
        row.full_clean()
    except ValidationError as error:
        known = _first_known(row)
        if known is not None:
            raise known from error
        raise NotRegistered(" ".join(error.messages)) from error


def _first_known(row: Model) -> Refusal | None:
    """The refusal of the one rule about others that `row` breaks, if it is one of ours."""
    for constraint in row._meta.constraints:
        if constraint.name not in _KNOWN:
            continue
        try:
            constraint.validate(type(row), row)
        except ValidationError:
            return _KNOWN[constraint.name]()
    return None
