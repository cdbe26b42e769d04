"""A tariff as it is filled in, with its blocks in rows."""

from __future__ import annotations

from decimal import InvalidOperation
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.water.domain.refusals import BadTariff
from apps.water.domain.tariffs import Block, Draft, Terms
from apps.water.forms.fields import NOTHING, NumberField, decimal_of
from apps.water.models import Operator
from apps.water.terms import Category, TariffKind
from geo.pages.fields import day

BLOCK_ROWS: Final = 6
"""Rows of blocks that the page offers."""


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
