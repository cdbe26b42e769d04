"""A debtor and a price of ten bolivianos."""

from __future__ import annotations

from pathlib import Path

import pytest

from apps.people.models import Party
from apps.treasury.models import Price
from apps.treasury.tests.making import make_party, make_price


@pytest.fixture
def debtor(db: None) -> Party:
    return make_party("Juana Condori")


@pytest.fixture
def price(db: None) -> Price:
    return make_price("10.00")


@pytest.fixture
def papers_of_few_bytes(tmp_path: Path, settings, monkeypatch) -> None:
    """Papers of a few bytes, for tests that are not about drawing: it takes its time."""
    from apps.documents.domain.paper.rendering import Rendered

    settings.VAR = tmp_path
    monkeypatch.setattr(
        "apps.documents.actions.issuing.render_pdf",
        lambda html: Rendered(content=b"%PDF-" + html.encode(), pages=1),
    )
