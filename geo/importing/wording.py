"""The loader's sentences name options of the command; pages name their own fields."""

from __future__ import annotations

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIELDS: Final[tuple[tuple[str, Promise], ...]] = (
    (r"--crs( EPSG:…)?", gettext_lazy("System of the coordinates")),
    (r"--layer", gettext_lazy("Layer, if the file has several")),
    (r"--outside(=keep)?", gettext_lazy("Outside the municipality")),
    (r"--repair", gettext_lazy("Mend shapes that cross themselves")),
    (r"swap = true", gettext_lazy("The file writes latitude before longitude")),
    (r"\[(fields|constants|links|words)\]", gettext_lazy("Which column goes where")),
)
"""What the command calls it, and the field of the page that does the same."""


def on_the_page(sentence: str) -> str:
    """The sentence with the page's field in the place of the command's option.

    Whatever is not listed stays as it is: it is still true, only said to a technician.
    """
    for pattern, title in FIELDS:
        named = _("“%(name)s”") % {"name": title}
        sentence = re.sub(pattern, named.replace("\\", r"\\"), sentence)
    return sentence
