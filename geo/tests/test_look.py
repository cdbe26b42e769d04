"""Small words of the house look: dates that a range of the database stands for."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override
from psycopg.types.range import Range

from geo.templatetags.look import days

NEW_YEAR, LATER = date(2026, 1, 1), date(2027, 1, 1)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        pytest.param(Range(NEW_YEAR, LATER), "01/01/2026 – 31/12/2026", id="last day told"),
        pytest.param(Range(NEW_YEAR, date(2026, 1, 2)), "01/01/2026", id="a single day"),
        pytest.param(Range(NEW_YEAR, None), "desde el 01/01/2026", id="still in force"),
        pytest.param(
            Range(None, NEW_YEAR), "hasta el 31/12/2025", id="of unknown beginning"
        ),
        pytest.param(Range(None, None), "siempre", id="always"),
        pytest.param(Range(empty=True), "ningún día", id="ended before it began"),
    ],
)
def test_days_are_told_from_the_first_to_the_last(span: Range[date], said: str) -> None:
    with override("es"):
        assert days(span) == said
