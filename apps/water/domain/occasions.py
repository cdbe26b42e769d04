"""Occasions on which holders of water accounts are told something, with first words."""

from __future__ import annotations

from typing import Final

from apps.notices.domain.occasions import Occasion, bring

WATER_SHUT: Final = bring(
    Occasion(
        code="water-shut",
        title="Corte de agua por reparación",
        variables=("operator", "since", "reason", "accounts"),
        words={
            ("in_app", "es"): (
                "Sin agua desde {since}",
                "{operator}: {reason}. Afecta a su cuenta {accounts}. Las horas sin agua "
                "se descuentan en la próxima factura según el tarifario.",
            ),
            ("in_app", "en"): (
                "No water since {since}",
                "{operator}: {reason}. Your account {accounts} is affected. Hours without "
                "water are credited in the next bill as the tariff says.",
            ),
            ("sms", "es"): (
                "",
                "{operator}: sin agua desde {since}. {reason}. Cuenta {accounts}.",
            ),
        },
    )
)
WATER_BACK: Final = bring(
    Occasion(
        code="water-back",
        title="El agua ha vuelto",
        variables=("operator", "until", "accounts"),
        words={
            ("in_app", "es"): (
                "El agua ha vuelto",
                "{operator}: el servicio se restableció {until}. Cuenta {accounts}.",
            ),
            ("in_app", "en"): (
                "Water is back",
                "{operator}: the service was restored {until}. Account {accounts}.",
            ),
            ("sms", "es"): ("", "{operator}: el agua volvió {until}. Cuenta {accounts}."),
        },
    )
)
