"""What the database refuses is told by the rule that it names."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, OperationalError
from psycopg.errors import DeadlockDetected, QueryCanceled

from geo.broken_rules import in_words, rule_of
from geo.deadlocks import once_more
from geo.errors import Refusal

RULE = "auth_group_name_key"


class NameTaken(Refusal):
    """Another one has this name."""


@pytest.mark.django_db
def test_a_known_rule_is_a_refusal_and_whoever_catches_it_may_go_on() -> None:
    Group.objects.create(name="clerks")
    with pytest.raises(NameTaken) as refused, in_words({RULE: NameTaken}):
        Group.objects.create(name="cashiers")
        Group.objects.create(name="clerks")
    assert isinstance(refused.value.__cause__, IntegrityError)
    assert list(Group.objects.values_list("name", flat=True)) == ["clerks"]


@pytest.mark.django_db
def test_an_unknown_rule_stays_a_fault_with_its_name() -> None:
    Group.objects.create(name="clerks")
    with pytest.raises(IntegrityError) as broken, in_words({"another_rule": NameTaken}):
        Group.objects.create(name="clerks")
    assert rule_of(broken.value) == RULE


def test_an_error_that_names_no_rule_has_none() -> None:
    assert rule_of(IntegrityError("something")) == ""


def failing_once(cause: psycopg.Error) -> Callable[[], str]:
    tries = iter([cause])

    def act() -> str:
        for error in tries:
            raise OperationalError(str(error)) from error
        return "done"

    return act


def test_the_victim_of_a_deadlock_is_done_again() -> None:
    assert once_more(failing_once(DeadlockDetected("deadlock"))) == "done"


def test_what_broke_for_another_reason_is_not() -> None:
    with pytest.raises(OperationalError):
        once_more(failing_once(QueryCanceled("too long")))
