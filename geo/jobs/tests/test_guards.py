"""What the database refuses about jobs, and what the register of acts does."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from geo.jobs.acts import Act, declare, find_act, get_act
from geo.jobs.models import Job
from geo.jobs.terms import Status


def make(**more: Any) -> Job:
    return Job.objects.create(
        **{"act": "a.b", "language": "es", "expires_at": Now(), **more}
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"status": "happy", "finished_at": Now()}, "job_status_is_known"),
        ({"progress": 101}, "job_progress_is_a_percentage"),
        (
            {"status": Status.SUCCESSFUL, "finished_at": Now()},
            "job_has_a_result_when_successful",
        ),
        ({"status": Status.FAILED}, "job_has_an_end_when_finished"),
        ({"status": Status.RUNNING}, "job_runs_until_a_deadline"),
        ({"attempts": 2}, "job_is_begun_as_often_as_it_may"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_database_refuses(broken: dict[str, Any], rule: str) -> None:
    make()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make(**broken)


def test_an_act_is_declared_once_by_a_name_that_lasts() -> None:
    act = Act(name="tests.declared", title=str, work=lambda run, arguments: None)
    assert declare(act) is declare(act) is get_act("tests.declared")
    with pytest.raises(ValueError, match="twice"):
        declare(Act(name="tests.declared", title=str, work=act.work))
    with pytest.raises(ValueError, match="called like"):
        declare(Act(name="Tests declared", title=str, work=act.work))
    assert find_act("tests.unknown") is None
    with pytest.raises(LookupError):
        get_act("tests.unknown")
