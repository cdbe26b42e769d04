"""Why real rows cannot replace what the register holds."""

from __future__ import annotations

from django.utils.translation import gettext as _

from geo.errors import Refusal


class BetterKnown(Refusal):
    """The register has surer rows of this kind than those that arrive."""

    def __init__(self, layer: str, source: str) -> None:
        super().__init__(
            _("%(layer)s: surer rows are there already, from %(source)s.")
            % {"layer": layer, "source": source}
        )


class DistrictInUse(Refusal):
    """New districts lack one that rights or duties are bound to."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(
            _(
                "The file lacks district %(numbers)s, which rights are bound to. Bring all "
                "districts that are in use, each with its number."
            )
            % {"numbers": ", ".join(map(str, numbers))}
        )
