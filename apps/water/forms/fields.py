"""Fields that several forms of the water service have."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from apps.people.models import Party

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


class PartyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A party by the key that stands on its sheet."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            queryset=Party.objects.standing(), widget=forms.NumberInput, **given
        )
