"""What is filled in about accounts, meters and tariffs, read into drafts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, Point
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.people.models import Party
from apps.water.domain.refusals import BadTariff
from apps.water.domain.tariffs import Block, Draft, Terms
from apps.water.models import Operator
from apps.water.terms import Category, TariffKind
from geo import crs

BLOCK_ROWS: Final = 6
"""Rows of blocks that the page offers."""
NOTHING: Final = Decimal(0)


def decimal_of(text: str) -> Decimal | None:
    """A number as people write it, with comma or point; None where nothing is written.

    >>> decimal_of("1.234,5"), decimal_of("12.5"), decimal_of(" ")
    (Decimal('1234.5'), Decimal('12.5'), None)

    Raises:
        InvalidOperation: it is no number.
    """
    text = text.strip().replace(" ", "").replace("\u00a0", "")
    if not text:
        return None
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    number = Decimal(text)
    if not number.is_finite():
        raise InvalidOperation
    return number


def day(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, chosen with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class NumberField(forms.CharField):
    """A number with a comma or a point, as it stands on bills and meters."""

    def to_python(self, value: Any) -> Any:
        """The number that was written; None for nothing."""
        try:
            return decimal_of(super().to_python(value) or "")
        except InvalidOperation:
            raise forms.ValidationError(
                _("Write a number, such as 1234 or 12,5.")
            ) from None


class PartyField(forms.ModelChoiceField):
    """A party by the key that stands on its sheet."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            queryset=Party.objects.standing(), widget=forms.NumberInput, **given
        )


class AccountForm(forms.Form):
    """A new account on a new connection."""

    operator = forms.ModelChoiceField(
        label=gettext_lazy("Operator"), queryset=Operator.objects.order_by("name")
    )
    number = forms.CharField(label=gettext_lazy("Account number"), max_length=24)
    party = PartyField(
        label=gettext_lazy("Key of the holder"),
        help_text=gettext_lazy("As it stands on the sheet in the register of people."),
    )
    basis = forms.CharField(label=gettext_lazy("Document of title"), max_length=160)
    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=Category.choices)
    since = day(gettext_lazy("Since"))
    address = forms.CharField(
        label=gettext_lazy("Address in words"), max_length=160, required=False
    )
    position = forms.CharField(label=gettext_lazy("Connection on the map"))

    def clean_position(self) -> Point:
        """The point that was drawn."""
        try:
            shape = GEOSGeometry(self.cleaned_data["position"], srid=crs.STORAGE)
        except (GEOSException, GDALException, ValueError):
            shape = None
        if not isinstance(shape, Point) or shape.empty:
            raise forms.ValidationError(_("Set the connection as a point on the map."))
        return shape


class HolderForm(forms.Form):
    """Another holder from a day on."""

    party = PartyField(
        label=gettext_lazy("Key of the new holder"),
        help_text=gettext_lazy("As it stands on the sheet in the register of people."),
    )
    since = day(gettext_lazy("Since"))
    basis = forms.CharField(label=gettext_lazy("Document of title"), max_length=160)


class CategoryForm(forms.Form):
    """Another category, and why."""

    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=Category.choices)
    since = day(gettext_lazy("Since"))
    reason = forms.CharField(
        label=gettext_lazy("What was found on the ground"), max_length=500
    )


class MeterForm(forms.Form):
    """A meter that is fitted, in place of another where there is one."""

    serial = forms.CharField(label=gettext_lazy("Serial number"), max_length=40)
    on = day(gettext_lazy("Fitted on"))
    first_value = NumberField(label=gettext_lazy("It showed"), required=False)
    last_value = NumberField(label=gettext_lazy("The old one showed"), required=False)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=160, required=False)


class TariffForm(forms.Form):
    """A tariff; its blocks stand in rows of their own."""

    operator = forms.ModelChoiceField(
        label=gettext_lazy("Operator"), queryset=Operator.objects.order_by("name")
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=Category.choices)
    is_metered = forms.BooleanField(
        label=gettext_lazy("For metered accounts"), required=False
    )
    fixed_charge = NumberField(
        label=gettext_lazy("Fixed charge a month, Bs"), required=False
    )
    minimum = NumberField(label=gettext_lazy("Minimum a month, Bs"), required=False)
    first_day = day(gettext_lazy("First day"))
    last_day = day(gettext_lazy("Last day"), required=False)
    legal_basis = forms.CharField(label=gettext_lazy("Legal basis"), max_length=300)
    replacing = forms.BooleanField(
        label=gettext_lazy("It replaces the tariff in force"), required=False
    )

    def draft(self) -> Draft:
        """The tariff that was filled in, blocks included.

        Raises:
            BadTariff: a row of blocks has something that is no number.
        """
        given = self.cleaned_data
        blocks = read_blocks(self.data)
        return Draft(
            category=Category(given["category"]),
            is_metered=given["is_metered"],
            terms=Terms(
                kind=TariffKind.BLOCKS if blocks else TariffKind.FLAT,
                fixed_charge=given["fixed_charge"] or NOTHING,
                minimum=given["minimum"] or NOTHING,
                blocks=blocks,
            ),
            first_day=given["first_day"],
            last_day=given["last_day"],
            legal_basis=given["legal_basis"],
        )


def block_rows(data: QueryDict) -> list[dict[str, str]]:
    """The rows of blocks as they were typed, filled up with empty ones."""
    columns = [data.getlist(name)[:BLOCK_ROWS] for name in _COLUMNS]
    return [
        {
            name: column[place] if place < len(column) else ""
            for name, column in zip(_COLUMNS, columns, strict=True)
        }
        for place in range(BLOCK_ROWS)
    ]


_COLUMNS: Final = ("desde", "hasta", "precio", "entrada")


def read_blocks(data: Any) -> tuple[Block, ...]:
    """The blocks of the rows that are not empty.

    Raises:
        BadTariff: something is no number.
    """
    blocks = []
    for place, row in enumerate(block_rows(data), start=1):
        if not any(text.strip() for text in row.values()):
            continue
        try:
            low, high, unit, entry = (decimal_of(row[name]) for name in _COLUMNS)
        except InvalidOperation:
            raise BadTariff(
                [_("block %(place)d has something that is no number") % {"place": place}]
            ) from None
        blocks.append(
            Block(
                low=low or NOTHING,
                high=high,
                unit_amount=unit or NOTHING,
                entry_charge=entry or NOTHING,
            )
        )
    return tuple(blocks)


def today_first(today: dt.date) -> dict[str, str]:
    """What a form about a day begins with."""
    return {"since": today.isoformat(), "on": today.isoformat()}
