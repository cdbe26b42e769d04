"""What is hidden in a published table stays hidden, whatever is added and subtracted."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from geo.privacy import MONEY_FROM, Cell, shown
from tests.effort import many

AGES = ("90 days", "1 year", "older")


def figures(leaves: dict[Cell, int]) -> dict[Cell, int]:
    """Every figure of the table with its number of contributors, totals included."""
    found: dict[Cell, int] = {}
    for leaf, count in leaves.items():
        shorter = [[path[:end] for end in range(len(path) + 1)] for path in leaf]
        for cell in product(*shorter):
            found[cell] = found.get(cell, 0) + count
    return found


def equations(cells: list[Cell]) -> np.ndarray:
    """Each row says that a total, less the figures it is the sum of, is zero."""
    rows = []
    for total, axis in product(cells, range(len(cells[0]))):
        row = np.zeros(len(cells))
        for place, cell in enumerate(cells):
            others = cell[:axis] + cell[axis + 1 :] == total[:axis] + total[axis + 1 :]
            if others and cell[axis] and cell[axis][:-1] == total[axis]:
                row[place] = 1
        if row.any():
            row[cells.index(total)] = -1
            rows.append(row)
    return np.array(rows)


def recovered(leaves: dict[Cell, int], seen: frozenset[Cell]) -> list[Cell]:
    """Hidden figures that a solver finds to the unit, knowing that none of them is zero."""
    counts = figures(leaves)
    cells = sorted(counts)
    bounds = [(counts[each],) * 2 if each in seen else (1, None) for each in cells]
    sums = equations(cells)
    system = {"A_eq": sums, "b_eq": np.zeros(len(sums)), "bounds": bounds}
    found = []
    for place, cell in enumerate(cells):
        if cell not in seen:
            aim = np.eye(len(cells))[place]
            least, most = linprog(aim, **system), linprog(-aim, **system)
            assert least.status == 0
            if most.status == 0 and -most.fun - least.fun < 0.5:
                found.append(cell)
    return found


@st.composite
def tables(draw: st.DrawFn) -> dict[Cell, int]:
    """Debtors by district, OTB and age of the debt; or by district and OTB alone."""
    count = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 60))
    places = [
        (f"D-{district}", f"OTB {otb}")
        for district in range(draw(st.integers(1, 3)))
        for otb in range(draw(st.integers(1, 3)))
    ]
    ages = draw(st.integers(0, len(AGES)))
    if not ages:
        return {(place,): draw(count) for place in places}
    return {(place, (age,)): draw(count) for place in places for age in AGES[:ages]}


PINNED: dict[Cell, int] = {
    (("D-0", "OTB 0"), ("90 days",)): 0,
    (("D-0", "OTB 0"), ("1 year",)): 1,
    (("D-0", "OTB 1"), ("90 days",)): 1,
    (("D-0", "OTB 1"), ("1 year",)): 10,
}
"""Two figures are left that make two, and neither is nought."""


@pytest.mark.bar("R47")
@settings(max_examples=many(20, 2000))
@given(leaves=tables())
@example(leaves=PINNED)
def test_no_solver_recovers_what_is_hidden(leaves: dict[Cell, int]) -> None:
    seen = shown(leaves, least=MONEY_FROM)
    counts = figures(leaves)
    assert all(not 0 < counts[cell] < MONEY_FROM for cell in seen)
    assert recovered(leaves, seen) == []


@pytest.mark.bar("R47")
@settings(max_examples=many(100, 2000))
@given(leaves=tables())
def test_no_total_less_what_is_known_of_it_leaves_a_few(leaves: dict[Cell, int]) -> None:
    seen, counts = shown(leaves, least=MONEY_FROM), figures(leaves)
    cells = sorted(counts)
    for row in equations(cells):
        terms = [cell for cell, sign in zip(cells, row, strict=True) if sign]
        hidden = [cell for cell in terms if cell not in seen]
        if hidden and cells[int(np.argmin(row))] in seen:
            assert sum(counts[cell] for cell in hidden) >= MONEY_FROM


@pytest.mark.bar("R47")
def test_the_judge_sees_what_naive_hiding_gives_away() -> None:
    leaves: dict[Cell, int] = {
        ((name,),): count for name, count in zip("abc", (3, 30, 40), strict=True)
    }
    naive = frozenset(figures(leaves)) - {(("a",),)}
    assert recovered(leaves, naive) == [(("a",),)]


def test_a_square_of_pairs_is_not_enough() -> None:
    """Two hidden in each row and column can still be solved; more is hidden then."""
    leaves: dict[Cell, int] = {
        ((row,), (column,)): 3 if row == column else 50 for row in "abc" for column in "abc"
    }
    assert recovered(leaves, shown(leaves, least=MONEY_FROM)) == []


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        pytest.param((30, 40, 50), set(), id="nothing is small"),
        pytest.param((0, 40, 50), set(), id="zero hides nobody"),
        pytest.param((3, 40, 50), {"a", "b"}, id="a small one needs a partner"),
        pytest.param((3, 4, 50), {"a", "b", "c"}, id="two small ones are still too few"),
        pytest.param((6, 4, 50), {"a", "b"}, id="two small ones are enough together"),
    ],
)
def test_as_few_figures_are_hidden_as_it_takes(
    counts: tuple[int, ...], hidden: set[str]
) -> None:
    leaves: dict[Cell, int] = {((name,),): n for name, n in zip("abc", counts, strict=True)}
    left = shown(leaves, least=MONEY_FROM)
    assert {name for name in "abc" if ((name,),) not in left} == hidden


def test_an_empty_table_shows_nothing() -> None:
    assert shown({}, least=MONEY_FROM) == frozenset()
