"""Query strings are read strictly, and say what is wrong with them."""

from __future__ import annotations

import pytest
from django.utils import translation

from geo.layers import Field, Kind
from geo.published.parameters import Parameters, at_most
from geo.published.refusals import BadParameter, UnknownParameter
from geo.published.values import read_value


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    given = Parameters.parse("limit=1&colour=red")
    with translation.override("en"), pytest.raises(UnknownParameter) as refused:
        given.only(["limit", "bbox"])
    assert "“colour”" in str(refused.value)
    assert "limit, bbox" in str(refused.value)


def test_a_single_value_given_twice_is_refused() -> None:
    with pytest.raises(BadParameter):
        Parameters.parse("bbox=1&bbox=2").find("bbox")


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("name=%ff", id="not UTF-8"),
        pytest.param("name=a%00b", id="a zero byte"),
        pytest.param("&".join(f"a{n}=1" for n in range(300)), id="three hundred names"),
    ],
)
def test_an_unreadable_query_is_refused(query: str) -> None:
    with pytest.raises(BadParameter):
        Parameters.parse(query)


@pytest.mark.parametrize("text", ["0", "-1", "abc", "1.5", "", " 1", "１", "9" * 101])
def test_what_is_no_count_from_one_is_refused(text: str) -> None:
    with pytest.raises(BadParameter):
        Parameters(pairs=(("limit", text),)).count("limit", least=1, default=10)


def test_a_count_of_thirty_digits_is_a_count() -> None:
    assert Parameters.parse("limit=" + "9" * 30).count("limit", least=1, default=1) > 10**29


def test_too_large_is_refused() -> None:
    assert at_most("offset", 5, 5) == 5
    with pytest.raises(BadParameter):
        at_most("offset", 6, 5)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.INTEGER, "abc"),
        (Kind.INTEGER, "1.5"),
        (Kind.INTEGER, ""),
        (Kind.INTEGER, "9" * 40),
        (Kind.INTEGERS, "1,2"),
        (Kind.NUMBER, "nan"),
        (Kind.NUMBER, "1e999"),
        (Kind.BOOLEAN, "yes"),
        (Kind.DATE, "2021-02-30"),
        (Kind.DATETIME, "2021-01-01"),
    ],
)
def test_a_value_of_another_type_is_refused(kind: Kind, text: str) -> None:
    with pytest.raises(BadParameter, match="thing"):
        read_value(Field(name="thing", title="Thing", kind=kind), text)


def test_where_there_are_no_parameters_none_is_named() -> None:
    with translation.override("en"), pytest.raises(UnknownParameter, match="takes none"):
        Parameters.parse("x=1").only(())


def test_a_message_repeats_only_a_little_and_nothing_odd() -> None:
    refused = BadParameter("%(value)s", value="x" * 1000 + "\x1b[31m")
    assert len(str(refused)) < 80
    assert "\x1b" not in str(BadParameter("%(value)s", value="\x1b[31m"))
