"""Papers of the treasury."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.documents.domain.kinds import DocumentKind, register_kind

PAYMENT: Final = "treasury.payment"
"""What a receipt is about, as the register of documents calls it."""

RECEIPT: Final = register_kind(
    DocumentKind(
        name="treasury.receipt",
        title=_("Receipt"),
        template="treasury/paper/receipt.html",
    )
)
"""`payment`; `rows`: concept, obligation and amount; `surplus`; `in_words`."""
