"""Acts of the register of documents, one function each, done whole or not at all."""

from apps.documents.actions.attaching import attach_file, withdraw_attachment
from apps.documents.actions.issuing import annul_document, issue_document
from apps.documents.actions.numbering import (
    annul_number,
    change_template,
    close_block,
    draw_number,
    open_series,
    reserve_block,
    use_number,
)
from apps.documents.actions.sealing import seal_history

__all__ = [
    "annul_document",
    "annul_number",
    "attach_file",
    "change_template",
    "close_block",
    "draw_number",
    "issue_document",
    "open_series",
    "reserve_block",
    "seal_history",
    "use_number",
    "withdraw_attachment",
]
