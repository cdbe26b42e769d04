"""Series and their numbers, issued papers, attached files, the history of every record."""

from apps.documents.models.files import Attachment, RefusedFile
from apps.documents.models.history import HistoryRow, Seal
from apps.documents.models.numbers import Block, Number, Series
from apps.documents.models.papers import Document

__all__ = [
    "Attachment",
    "Block",
    "Document",
    "HistoryRow",
    "Number",
    "RefusedFile",
    "Seal",
    "Series",
]
