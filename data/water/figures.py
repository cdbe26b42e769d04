"""Figures that the invented water service is shaped by, each with its source.

Consumption follows the monthly billed use of 91,862 bills of single-family customers of a
city with meters (Santa Monica, 2014–2016; `data/santamonica.rda` of the repository
California-Data-Collaborative/RateParser, MIT). Only these figures of it are kept. Its level
is not Bolivian and is scaled to a family of the valley; its seasons are turned by half a
year to the southern hemisphere.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

BETWEEN: Final = 0.70
"""Standard deviation of the logarithm of customers' means: how unlike households are."""
WITHIN: Final = 0.33
"""The same of one customer's bills around its own median."""
ZEROS: Final = 0.013
"""Share of bills without any use."""
JUMPS: Final = 0.032
"""Share of bills beyond three times, or below a third of, the customer's own median."""
SEASON: Final = (
    1.23, 1.14, 1.27, 1.09, 1.09, 0.91, 0.95, 0.82, 0.86, 0.82, 1.05, 1.14,
)  # fmt: skip
"""Median of each month, January first, to the median of all (turned by six months)."""
FAMILY_M3: Final = 12.0
"""Median use of a household in cubic metres a month. Invented: nothing is published."""

ACCOUNTS: Final = 8_073
"""EMAPAQ's connections in 2021 (anesapa.org and Los Tiempos, 29 November 2021)."""
FLAT: Final = Decimal("10.00")
"""EMAPAQ's tariff a month, whatever the use (2016 and 2021, same sources)."""
CUBIC_METRE: Final = Decimal("1.75")
"""Middle of the 1.50 to 2.00 Bs that OTBs charge by meter (2021, same sources)."""
CATEGORIES: Final = (
    ("domestic", 0.915), ("commercial", 0.055), ("social", 0.015), ("public", 0.01),
    ("industrial", 0.005),
)  # fmt: skip
"""Share of each category. Invented, after the register of users of a Bolivian town."""


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How some of the users pay. Invented: EMAPAQ's arrears are not published."""

    share: float
    months: tuple[int, int]
    """They pay every so many months, at least and at most."""
    gives_up: float = 0.0
    """Chance in a month that they stop paying, until they come back."""


COMES_BACK: Final = 0.05
"""Chance in a month that somebody who stopped comes back and pays: after a cut, a sale."""
HABITS: Final = (
    Habit(share=0.55, months=(1, 2)),
    Habit(share=0.27, months=(2, 5)),
    Habit(share=0.12, months=(5, 12), gives_up=0.004),
    Habit(share=0.06, months=(9, 24), gives_up=0.05),
)
