"""Whoever acted, and where a row comes from, in words that people know."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from geo.naming import origin, who_acted


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("cajera", "cajera", id="an account is called by its name"),
        pytest.param("migrate", "migrate", id="even where a command of Django has it"),
        pytest.param("load_demo_water", "la demostración", id="the demonstration"),
        pytest.param("ensure_accounts", "Llajta, por sí sola", id="a command"),
        pytest.param("receipts", "Llajta, por sí sola", id="a task"),
        pytest.param("bank:union", "el banco «union»", id="a bank"),
        pytest.param("", "", id="nobody"),
    ],
)
def test_whoever_acted_is_called_as_people_call_them(name: str, told: str) -> None:
    with override("es"):
        assert who_acted(name) == told


def test_the_mark_of_the_demonstration_is_read_as_words() -> None:
    with override("es"):
        assert origin("demo") == "inventado para la demostración"
        assert origin("OEP, recintos electorales 2025") == "OEP, recintos electorales 2025"
