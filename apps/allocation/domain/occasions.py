"""Occasions on which whoever applied for spaces is told something, with first words."""

from __future__ import annotations

from typing import Final

from apps.notices.domain.occasions import Occasion, bring

DRAW_WON: Final = bring(
    Occasion(
        code="draw-won",
        title="Sorteo: ganó espacios",
        variables=("draw", "code", "spaces", "until", "reason"),
        words={
            ("in_app", "es"): (
                "{draw}: le tocó {spaces}",
                "Su solicitud {code} ganó {spaces}. Espera su pago hasta el {until}; "
                "después vuelve a la oferta. {reason}",
            ),
            ("in_app", "en"): (
                "{draw}: you won {spaces}",
                "Your application {code} won {spaces}. It waits for your payment until "
                "{until} and then is on offer again. {reason}",
            ),
            ("sms", "es"): ("", "{draw}: {code} ganó {spaces}. Pague hasta el {until}."),
        },
    )
)
DRAW_LOST: Final = bring(
    Occasion(
        code="draw-lost",
        title="Sorteo: no ganó espacios",
        variables=("draw", "code", "reason"),
        words={
            ("in_app", "es"): (
                "{draw}: su solicitud no ganó",
                "La solicitud {code} no obtuvo espacio: {reason} El sorteo y cómo "
                "repetirlo están publicados en la página de la oferta.",
            ),
            ("in_app", "en"): (
                "{draw}: your application did not win",
                "Application {code} got no space: {reason} The draw and how to repeat it "
                "are published on the page of the offering.",
            ),
            ("sms", "es"): ("", "{draw}: {code} sin espacio. {reason}"),
        },
    )
)
