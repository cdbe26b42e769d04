"""Words of the API's pages reach their templates."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from geo.layers import Field, Kind
from geo.ogc.features.saying import said
from geo.ogc.words import page_words


def test_no_word_hides_behind_a_method_of_the_dictionary() -> None:
    assert not page_words().keys() & set(dir(dict))


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        pytest.param(Kind.DATE, "2018-02-16", "16/02/2018", id="a day"),
        pytest.param(Kind.NUMBER, 27860.24545884288, "27 860,25 m²", id="a number"),
        pytest.param(Kind.BOOLEAN, True, "sí", id="an answer"),
        pytest.param(Kind.TEXTS, ["demo", "otra"], "inventado, otra", id="a list of words"),
        pytest.param(Kind.INTEGER, 2018, "2018", id="a year"),
        pytest.param(Kind.TEXT, None, None, id="nothing"),
    ],
)
def test_a_value_is_said_as_the_reader_writes_it(kind, value, told) -> None:
    unit = "m²" if kind is Kind.NUMBER else ""
    field = Field(name="x", title="X", kind=kind, unit=unit, words=(("demo", "inventado"),))
    with override("es"):
        assert (said(field, value) or "").replace("\N{NO-BREAK SPACE}", " ") == (told or "")
