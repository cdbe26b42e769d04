"""What the register refuses, in sentences that a person can act on."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.errors import Conflict, Refusal, TooOften


class SpacesTaken(Conflict):
    """Some of the spaces that were asked for together are somebody else's."""

    def __init__(self, taken: Sequence[str], free: Sequence[str]) -> None:
        self.taken = tuple(taken)
        self.free = tuple(free)
        """Codes of the nearest free spaces, nearest first."""
        said = ngettext(
            "%(taken)s is somebody else's already. Nothing was held.",
            "%(taken)s are somebody else's already. Nothing was held.",
            len(taken),
        ) % {"taken": ", ".join(taken)}
        if free:
            said += " " + _("Free nearby: %(free)s.") % {"free": ", ".join(free)}
        else:
            said += " " + _("No other space is free at the moment.")
        super().__init__(said)

    @property
    def members(self) -> dict[str, list[str]]:
        """The codes, for a program that chooses again."""
        return {"taken": list(self.taken), "free": list(self.free)}


class NoSuchSpaces(Refusal):
    """Spaces that are not on the plan."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(
            _("%(codes)s: not on this plan. Nothing was held; choose from the map or list.")
            % {"codes": ", ".join(codes)}
        )


class NothingChosen(Refusal):
    """No space, the same one twice, or more than one hold can take."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _("Choose one to %(most)d different spaces. Nothing was held.") % {"most": most}
        )


class NotOnSale(Conflict):
    """The sale has not begun, or is over."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("%(title)s is not on sale now. Nothing was held; the page says when it is.")
            % {"title": title}
        )


class TooManyHolds(TooOften):
    """More holds than one person may have open, or made in one minute."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            _(
                "You have as many holds as one person may have. Nothing more was held; pay "
                "or give back one of them, or wait until one runs out."
            ),
            seconds,
        )


class TooManySpaces(Conflict):
    """More spaces of one offering than one party may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            ngettext(
                "One party may have %(most)d space of this offering. No more was held.",
                "One party may have %(most)d spaces of this offering. No more was held.",
                most,
            )
            % {"most": most}
        )


class WaitsForDraw(Conflict):
    """Lots are drawn for the space, so nobody holds it before."""

    def __init__(self, draw: str) -> None:
        super().__init__(
            _(
                "Lots are drawn for these spaces (%(draw)s). Nothing was held; apply "
                "there, or choose others."
            )
            % {"draw": draw}
        )


class TooManyOfAssociation(Conflict):
    """More spaces than the members of one association may have together."""

    def __init__(self, association: str, most: int) -> None:
        super().__init__(
            _(
                "%(association)s and its members may have %(most)d spaces of this offering "
                "together, and have them. No more was held; a member who gives one back "
                "makes room, or the office raises the limit."
            )
            % {"association": association, "most": most}
        )


class HoldOver(Conflict):
    """The hold ran out, was given back, or came to its end otherwise."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This hold is over. Its spaces are on offer again; hold them once more if "
                "they are free. Money that is paid for it later is not lost: it buys the "
                "spaces if they are still free, or is given back."
            )
        )


class HolderUnknown(Refusal):
    """Nobody is known who could owe the price."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Say who takes the spaces before paying: sign in, or go to the desk with "
                "your identity card. The hold stays yours meanwhile."
            )
        )


class PriceUnknown(Conflict):
    """A space without a price in force."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(
            _(
                "No price is in force for %(codes)s. The hold stays yours; tell the office "
                "that sells them."
            )
            % {"codes": ", ".join(codes)}
        )


class SpaceHeld(Conflict):
    """A change of the plan that would take a space from its holder."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(
            _(
                "%(codes)s: held or sold at the moment, so it stays on the plan as it is. "
                "Nothing was changed; move it if you must, its holder moves along."
            )
            % {"codes": ", ".join(codes)}
        )


class CodeTaken(Conflict):
    """The code stands for another space of the offering."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(
            _("%(codes)s: on the plan already. Nothing was changed; choose other codes.")
            % {"codes": ", ".join(codes)}
        )


class KeyUsed(Refusal):
    """One `Idempotency-Key` for two different requests."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This Idempotency-Key was used for another request. Nothing was done; use "
                "a new key for a new request."
            )
        )


class KeyMissing(Refusal):
    """A request that changes something and has no usable `Idempotency-Key`."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Send an Idempotency-Key of 8 to 200 characters, the same one when you try "
                "again. Nothing was done."
            )
        )
