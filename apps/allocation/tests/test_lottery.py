"""Drawing lots: a pure rule that anybody can work out again."""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.allocation.domain import lottery
from apps.allocation.domain.lottery import (
    Entry,
    Lot,
    Sealed,
    digest_of,
    drawn,
    seed_of,
    sha,
    told,
)

SCRIPT = Path(lottery.__file__).parents[1] / "templates/allocation/replay.py.txt"
SECRET = "5" * 64
WORDS = "Lotería Nacional: 48213"
SPACES = [f"A-{n}" for n in range(1, 9)]
GROUPS = ("G1", "G2")


def applications() -> st.SearchStrategy[list[Entry]]:
    one: st.SearchStrategy[dict[str, Any]] = st.builds(
        dict,
        wanted=st.lists(st.sampled_from(SPACES), max_size=4, unique=True).map(tuple),
        any=st.booleans(),
        count=st.integers(1, 3),
        had=st.integers(0, 2),
        groups=st.lists(st.sampled_from(GROUPS), max_size=2, unique=True).map(tuple),
        refused=st.integers(0, 5).map(lambda n: n == 0),
    )
    return st.lists(one, max_size=10).map(
        lambda many: [Entry(code=f"{n:012X}", **each) for n, each in enumerate(many)]
    )


def lists() -> st.SearchStrategy[Sealed]:
    return st.builds(
        Sealed,
        offering=st.just("fiesta"),
        draw=st.just("sorteo"),
        commitment=st.just(sha(SECRET)),
        spaces=st.lists(st.sampled_from(SPACES), unique=True).map(tuple),
        most_per_party=st.integers(0, 3),
        most_per_group=st.integers(0, 3),
        groups=st.fixed_dictionaries(dict.fromkeys(GROUPS, st.integers(0, 2))),
        applications=applications().map(tuple),
    )


def published(sealed: Sealed) -> dict[str, Any]:
    """A whole draw as its page gives it."""
    document = json.loads(json.dumps(sealed.document))
    digest = digest_of(document)
    result = told(drawn(sealed, seed_of(SECRET, digest, WORDS)))
    return {
        "list": document,
        "digest": digest,
        "secret": SECRET,
        "words": WORDS,
        "result": result,
    }


def lots_of(*entries: Entry, spaces: tuple[str, ...] = ("A-1", "A-2"), **more: Any) -> Any:
    sealed = Sealed(
        offering="f", draw="d", commitment="", spaces=spaces, applications=entries, **more
    )
    return drawn(sealed, "seed")


def says(document: dict[str, Any], file: Path) -> str:
    """What the published script says of a draw."""
    file.write_text(json.dumps(document), encoding="utf-8")
    program = compile(SCRIPT.read_text(encoding="utf-8"), SCRIPT.name, "exec")
    output, arguments = io.StringIO(), sys.argv
    sys.argv = ["replay.py", str(file)]
    try:
        with contextlib.redirect_stdout(output), contextlib.suppress(SystemExit):
            exec(program, {})
    finally:
        sys.argv = arguments
    return output.getvalue()


@given(sealed=lists(), shuffle=st.randoms())
@settings(max_examples=150, deadline=None)
def test_the_order_of_rows_does_not_matter(sealed: Sealed, shuffle: random.Random) -> None:
    mixed = list(sealed.applications)
    shuffle.shuffle(mixed)
    other = Sealed(**{**vars(sealed), "applications": tuple(mixed)})
    assert drawn(sealed, "seed") == drawn(other, "seed")
    assert digest_of(sealed.document) == digest_of(other.document)


@given(sealed=lists())
@settings(max_examples=150, deadline=None)
def test_no_space_goes_twice_and_no_limit_is_passed(sealed: Sealed) -> None:
    lots = drawn(sealed, "seed")
    given_out = [code for lot in lots.values() for code in lot.spaces]
    assert len(given_out) == len(set(given_out))
    assert set(given_out) <= set(sealed.spaces)
    for each in sealed.applications:
        lot = lots[each.code]
        assert len(lot.spaces) <= each.count
        assert bool(lot.reason) == (len(lot.spaces) < each.count)
        assert not (each.refused and lot.spaces)
        assert each.any or set(lot.spaces) <= set(each.wanted)
        if sealed.most_per_party and lot.spaces:
            assert each.had + len(lot.spaces) <= sealed.most_per_party
    for group in GROUPS if sealed.most_per_group else ():
        won = sum(
            len(lots[e.code].spaces) for e in sealed.applications if group in e.groups
        )
        most = max(sealed.most_per_group, sealed.groups[group])
        assert sealed.groups[group] + won <= most


@given(sealed=lists())
@settings(max_examples=150, deadline=None)
def test_nobody_has_a_second_space_while_somebody_who_takes_any_has_none(
    sealed: Sealed,
) -> None:
    lots = drawn(sealed, "seed")
    without = [
        each
        for each in sealed.applications
        if each.any and lots[each.code] == Lot(reason=lottery.NOTHING_LEFT)
    ]
    if without:
        assert all(len(lot.spaces) <= 1 for lot in lots.values())


@given(sealed=lists())
@settings(max_examples=100, deadline=None)
def test_the_published_script_and_the_command_agree(
    sealed: Sealed, tmp_path_factory
) -> None:
    document = published(sealed)
    file = tmp_path_factory.getbasetemp() / "draw.json"
    assert says(document, file) == "the result is right\n"
    assert list(lottery.differences(document)) == []


def test_a_result_that_was_touched_is_found_out(tmp_path: Path) -> None:
    entries = (Entry(code="A", wanted=("A-1",)), Entry(code="B", wanted=("A-1",)))
    document = published(
        Sealed(
            offering="f",
            draw="d",
            commitment=sha(SECRET),
            spaces=("A-1",),
            applications=entries,
        )
    )
    result = document["result"]
    result["A"], result["B"] = result["B"], result["A"]
    assert says(document, tmp_path / "d.json") == "THE RESULT IS WRONG\n"
    with pytest.raises(CommandError, match="A, B"):
        call_command("replay_draw", tmp_path / "d.json")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param({"secret": "6" * 64}, "secret", id="another secret"),
        pytest.param({"digest": "0" * 64}, "list", id="another list"),
    ],
)
def test_what_was_promised_is_checked(change: dict[str, str], found: str) -> None:
    sealed = Sealed(offering="f", draw="d", commitment=sha(SECRET), spaces=("A-1",))
    assert found in list(lottery.differences(published(sealed) | change))


def test_a_file_that_is_no_draw_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text("[]")
    with pytest.raises(CommandError, match="no es un sorteo publicado"):
        call_command("replay_draw", tmp_path / "d.json")


def test_every_rejection_has_its_reason() -> None:
    one = Entry(code="A", wanted=("A-1",), any=False)
    assert (
        lots_of(one, Entry(code="R", any=True, refused=True))["R"].reason == "not-admitted"
    )
    assert lots_of(Entry(code="L", any=True, had=2), most_per_party=2)["L"].reason == (
        "limit-reached"
    )
    full = Entry(code="G", any=True, groups=("G1",))
    assert lots_of(full, groups={"G1": 3}, most_per_group=3)["G"].reason == (
        "association-limit"
    )
    rival = Entry(code="B", wanted=("A-1",), any=False)
    reasons = {lot.reason for lot in lots_of(one, rival).values()}
    assert reasons == {"", "wanted-taken"}
    nothing = lots_of(Entry(code="N", any=True), spaces=())
    assert nothing["N"].reason == "nothing-left"


def test_any_space_is_one_that_few_named() -> None:
    anybody = Entry(code="ANY", any=True)
    choosy = Entry(code="ONE", wanted=("A-1",), any=False)
    lots = lots_of(anybody, choosy)
    assert (lots["ANY"].spaces, lots["ONE"].spaces) == (("A-2",), ("A-1",))
