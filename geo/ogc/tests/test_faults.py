"""Whatever keeps `/ogc` from answering is told by a problem document, without its words."""

from __future__ import annotations

import json
import logging
from typing import NoReturn

import pytest
from django.db import DataError, InterfaceError
from django.http import HttpRequest

from geo.ogc.views import ogc


class Unanswerable(HttpRequest):
    """A request of somebody whose account cannot be read."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.method, self.path = "GET", "/ogc/jobs"
        self.error = error

    @property
    def user(self) -> NoReturn:  # type: ignore[override]  # nobody is ever there
        raise self.error


@pytest.mark.parametrize(
    ("error", "status", "is_logged"),
    [
        pytest.param(ValueError("secret detail"), 500, True, id="a fault"),
        pytest.param(InterfaceError("secret detail"), 503, False, id="no database"),
        pytest.param(DataError("secret detail"), 422, False, id="a value not to be kept"),
    ],
)
def test_it_is_told_by_a_problem_document(
    error: Exception, status: int, is_logged: bool, caplog: pytest.LogCaptureFixture
) -> None:
    answer = ogc(Unanswerable(error))
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.status_code == status == json.loads(answer.content)["status"]
    assert b"secret" not in answer.content
    assert (status == 503) == ("Retry-After" in answer.headers)
    errors = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert bool(errors) == is_logged
