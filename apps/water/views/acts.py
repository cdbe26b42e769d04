"""What the buttons of an account's page do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from django.db.models import TextChoices
from django.shortcuts import get_object_or_404

from apps.water.actions.agreeing import (
    Complaint,
    agree_on_instalments,
    cancel_agreement,
    close_claim,
    open_claim,
    protect_holder,
)
from apps.water.actions.cutting import (
    Moment,
    approve_cut,
    log_notice,
    propose_cut,
    reconnect,
    record_cut,
    withdraw_cut,
)
from apps.water.domain.agreeing import NoHolder
from apps.water.forms.typed import NotUnderstood, read_day, read_terms, read_text
from apps.water.models import Account, CutOrder
from apps.water.terms import ClaimKind, ClaimOutcome, Delivery, NoticeKind, Protection
from geo.access import Viewer
from geo.pages.typed import key_in

Chosen = TypeVar("Chosen", bound=TextChoices)


@dataclass(frozen=True, kw_only=True)
class Acting:
    """Somebody doing something about an account, with what they typed."""

    account: Account
    data: Mapping[str, str]
    on: dt.date
    at: dt.datetime
    by: Viewer

    @property
    def moment(self) -> Moment:
        """When it is done."""
        return Moment(on=self.on, at=self.at)

    @property
    def order(self) -> CutOrder:
        """The order that the button is about."""
        key = key_in(self.data.get("orden", ""))
        found: CutOrder = get_object_or_404(self.account.cut_orders, pk=key)
        return found

    def text(self, name: str) -> str:
        """What was typed into a field."""
        return read_text(self.data, name)

    def one_of(self, name: str, choices: type[Chosen]) -> Chosen:
        """The choice that a field names.

        Raises:
            NotUnderstood: it names none.
        """
        try:
            return choices(self.data.get(name, ""))
        except ValueError as error:
            raise NotUnderstood(self.data.get(name, "")) from error


def _propose(a: Acting) -> object:
    return propose_cut(a.account, ground=a.text("motivo"), moment=a.moment, by=a.by)


def _withdraw(a: Acting) -> object:
    return withdraw_cut(a.order, why=a.text("motivo"), moment=a.moment, by=a.by)


def _notify(a: Acting) -> object:
    kind, how = a.one_of("clase", NoticeKind), a.one_of("entrega", Delivery)
    return log_notice(a.account, kind, how, at=a.at, by=a.by)


def _complain(a: Acting) -> object:
    complaint = Complaint(kind=a.one_of("clase", ClaimKind), text=a.text("texto"))
    return open_claim(a.account, complaint, by=a.by)


def _answer(a: Acting) -> object:
    claim = get_object_or_404(a.account.claims, pk=key_in(a.data.get("reclamo", "")))
    return close_claim(claim, a.one_of("fallo", ClaimOutcome), a.text("texto"), by=a.by)


def _agree(a: Acting) -> object:
    basis = a.text("norma")
    return agree_on_instalments(
        a.account, read_terms(a.data), legal_basis=basis, on=a.on, by=a.by
    )


def _cancel(a: Acting) -> object:
    key = key_in(a.data.get("convenio", ""))
    agreement = get_object_or_404(a.account.agreements, pk=key)
    return cancel_agreement(agreement, why=a.text("motivo"), by=a.by)


def _protect(a: Acting) -> object:
    holding = a.account.holdings.on(a.on).select_related("party").first()
    if holding is None:
        raise NoHolder(a.account.number)
    until = a.data.get("hasta", "").strip()
    return protect_holder(
        holding.party,
        a.one_of("clase", Protection),
        reason=a.text("motivo"),
        days=(a.on, read_day(until) if until else None),
        by=a.by,
    )


ACTS: Final[Mapping[str, Callable[[Acting], object]]] = {
    "proponer": _propose,
    "aprobar": lambda a: approve_cut(a.order, moment=a.moment, by=a.by),
    "cortar": lambda a: record_cut(a.order, moment=a.moment, by=a.by),
    "reconectar": lambda a: reconnect(a.order, moment=a.moment, by=a.by),
    "retirar": _withdraw,
    "avisar": _notify,
    "reclamar": _complain,
    "responder": _answer,
    "convenir": _agree,
    "anular-convenio": _cancel,
    "proteger": _protect,
}
"""By the name of the button."""
