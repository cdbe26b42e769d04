"""Amounts in Spanish words, as a receipt repeats them so that no digit can be added."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

SMALL: Final = (
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
)
TENS: Final = (
    "treinta",
    "cuarenta",
    "cincuenta",
    "sesenta",
    "setenta",
    "ochenta",
    "noventa",
)
HUNDREDS: Final = (
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
)


def in_words(amount: Decimal) -> str:
    """The amount as it is spoken, centavos as a fraction.

    >>> in_words(Decimal("1021.50"))
    'Mil veintiún 50/100 bolivianos'
    >>> in_words(Decimal("2100000.05"))
    'Dos millones cien mil 05/100 bolivianos'
    """
    whole, centavos = divmod(int(amount * 100), 100)
    spoken = _shortened(_number(whole))
    return f"{spoken[0].upper()}{spoken[1:]} {centavos:02}/100 bolivianos"


def _shortened(text: str) -> str:
    """Before a noun *uno* is *un*: veintiún bolivianos."""
    if text.endswith("veintiuno"):
        return f"{text[:-3]}ún"
    return text[:-1] if text.endswith("uno") else text


def _number(number: int) -> str:
    millions, rest = divmod(number, 1_000_000)
    thousands, units = divmod(rest, 1000)
    parts = []
    if millions:
        parts.append("un millón" if millions == 1 else f"{_lot(millions)} millones")
    if thousands:
        parts.append("mil" if thousands == 1 else f"{_lot(thousands)} mil")
    if units or not parts:
        parts.append(_below_thousand(units))
    return " ".join(parts)


def _lot(number: int) -> str:
    """So many thousands or millions; of those there may be more than a thousand."""
    return _shortened(_number(number) if number >= 1000 else _below_thousand(number))


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if number == 100:
        return "cien"
    parts = [HUNDREDS[hundreds - 1]] if hundreds else []
    if rest or not hundreds:
        parts.append(_below_hundred(rest))
    return " ".join(parts)


def _below_hundred(number: int) -> str:
    if number < len(SMALL):
        return SMALL[number]
    tens, ones = divmod(number, 10)
    return TENS[tens - 3] + (f" y {SMALL[ones]}" if ones else "")
