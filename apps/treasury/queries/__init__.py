"""Questions about money that pages and systems ask."""

from apps.treasury.queries.desks import (
    Drawer,
    debt_of,
    debtors_found,
    drawers,
    shift_of,
    waiting_for,
    without_paper,
)
from apps.treasury.queries.standing import (
    WAYS,
    AgedDebt,
    Disagreement,
    Standing,
    aged_debt,
    aged_obligations,
    balance_of,
    identities,
    ledger_disagreements,
    outstanding_of,
    settled_by,
)

__all__ = [
    "WAYS",
    "AgedDebt",
    "Disagreement",
    "Drawer",
    "Standing",
    "aged_debt",
    "aged_obligations",
    "balance_of",
    "debt_of",
    "debtors_found",
    "drawers",
    "identities",
    "ledger_disagreements",
    "outstanding_of",
    "settled_by",
    "shift_of",
    "waiting_for",
    "without_paper",
]
