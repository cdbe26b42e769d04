"""The page on which a customer of the simulated bank pays a code."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.treasury.management.bank.ledger import SimulatedCode

_PAGE = """<!doctype html>
<html lang="es"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ margin: 0 auto; padding: 3rem 1.25rem; max-width: 24rem; font: 1.125rem/1.5
  system-ui, sans-serif; color: #1d2733; background: #f4f1ea; }}
main {{ padding: 1.5rem; border: 2px dashed #8a6d1f; border-radius: .75rem;
  background: #fff; }}
b {{ display: block; font-size: 2rem; font-variant-numeric: tabular-nums; }}
button, a {{ display: block; box-sizing: border-box; width: 100%; min-height: 3rem;
  margin-top: 1rem; padding: .75rem; border: 0; border-radius: .5rem; font: inherit;
  font-weight: 600; text-align: center; }}
button {{ color: #fff; background: #14532d; }}
a {{ color: #14532d; }}
</style></head><body><main><p>{notice}</p>{body}</main></body></html>
"""


def page(code: SimulatedCode, *, back: str) -> str:
    """What the customer sees: the amount and a button, or what became of it."""
    parts = [format_html("<p>{}<b>Bs {}</b></p>", code.gloss, _written(code.amount))]
    if code.state == "PENDIENTE":
        parts.append(
            format_html(
                '<form method="post"><input type="hidden" name="back" value="{}">'
                "<button autofocus>{}</button></form>",
                back,
                _("Pay"),
            )
        )
    else:
        parts.append(format_html("<p>{}</p>", _became(code)))
    if back.startswith(("http://", "https://")):
        parts.append(format_html('<a href="{}">{}</a>', back, _("Back to the page")))
    return format_html(
        _PAGE,
        title=_("Simulated bank"),
        notice=_("Simulated bank of the demonstration: no money moves."),
        body=SafeString("".join(parts)),
    )


def _written(amount: str) -> str:
    return number_format(amount, decimal_pos=2, use_l10n=True)


def _became(code: SimulatedCode) -> str:
    if code.state == "PAGADO":
        return _("Paid. The municipality is being told.")
    return _("This code can no longer be paid. Ask for another.")
