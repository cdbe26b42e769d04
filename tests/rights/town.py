"""The demonstration town in this process, with everybody and their things in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from bench.databases import django_on
from tests import databases
from tests.rights.people import employ


@contextmanager
def moved_in(name: str) -> Iterator[None]:
    """Point Django at a copy of the town until the block ends; no test's own database."""
    with databases.copied(databases.town_template(), name), django_on(name):
        employ()
        _own_things()
        yield


def _own_things() -> None:
    """What belongs to one citizen, so that others ask for what is not theirs."""
    from apps.notices.models import Notice, Template
    from apps.signin.models import AppPassword, OpenSession
    from geo.jobs.models import Job
    from geo.models import Upload

    now, owner = datetime.now(UTC), User.objects.get(username="vecina")
    Job.objects.create(
        act="jobs.nothing",
        owner=owner.username,
        language="es",
        expires_at=now + timedelta(days=9),
    )
    OpenSession.objects.create(
        user=owner, key="k" * 32, method="password", began_at=now, seen_at=now
    )
    AppPassword.objects.create(user=owner, name="QGIS", digest="d" * 64, made_at=now)
    template: Any = Template.objects.order_by("pk").first()
    Notice.objects.create(
        template=template,
        account=owner.username,
        language="es",
        subject="Aviso",
        body="Texto",
        by="tests",
    )
    Upload.objects.create(
        token=uuid.uuid4(),
        layer="place-names",
        file_name="a.csv",
        size=1,
        sha256="0" * 64,
        by=owner.username,
        at=now,
    )
