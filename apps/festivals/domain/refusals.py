"""Why an act on a feast was not done, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.errors import Conflict, Refusal


class TooManyModules(Refusal):
    """More modules than one draw may make."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(
            _(
                "That would be more than %(most)d modules. None was drawn; choose a "
                "shorter stretch or longer modules."
            )
            % {"most": most}
        )


class NoSize(Refusal):
    """Modules of no length or no depth."""

    def __init__(self) -> None:
        super().__init__(
            _("A module has a frontage and a depth of more than nothing. None was drawn.")
        )


class NoRoute(Refusal):
    """There is no route to cut modules along."""

    def __init__(self) -> None:
        super().__init__(
            _("This feast has no route yet. Nothing was drawn; draw its route first.")
        )


class NothingFits(Refusal):
    """No module has room on the stretch."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "No module has room there: doors, corners or other modules take it all. "
                "Nothing was drawn; try shorter modules, less depth or another stretch."
            )
        )


class PlanIsFixed(Conflict):
    """A plan that was published stays as it is."""

    def __init__(self) -> None:
        super().__init__(
            _("This plan was published and stays as it is. Copy it and change the copy.")
        )


class PlanBreaksRules(Conflict):
    """A plan that cannot be published as it is."""

    def __init__(self, breaches: int) -> None:
        self.breaches = breaches
        super().__init__(
            ngettext(
                "The plan breaks %(n)d rule. It was not published; mend what is listed.",
                "The plan breaks %(n)d rules. It was not published; mend what is listed.",
                breaches,
            )
            % {"n": breaches}
        )


class NothingToPublish(Conflict):
    """A plan without modules."""

    def __init__(self) -> None:
        super().__init__(
            _("The plan has no modules. It was not published; draw some first.")
        )


class NoSuchModules(Refusal):
    """Codes that are not on the plan."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(
            _("%(codes)s: not on this plan. Nothing was changed.")
            % {"codes": ", ".join(codes) or "–"}
        )


class NotInLine(Refusal):
    """Modules that do not stand wall to wall cannot become one."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Only modules of one trade that stand wall to wall in one line become one. "
                "Nothing was changed."
            )
        )


class CodesRepeated(Conflict):
    """A code that another module of the plan has."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(
            _("%(codes)s: another module has that code. Nothing was changed.")
            % {"codes": ", ".join(codes)}
        )


class NotPaidYet(Conflict):
    """There is no patent for what nobody has by right."""

    def __init__(self) -> None:
        super().__init__(
            _("These stands are not paid, so there is no patent yet. Pay, then ask again.")
        )


class NothingToUndo(Conflict):
    """No edit of the draft is remembered."""

    def __init__(self) -> None:
        super().__init__(
            _("There is no edit to undo on this version. Nothing was changed.")
        )


class FeastOnSale(Conflict):
    """What buyers were promised of a feast stays as it is."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Stands of this feast are on sale, so its days and what its patents are "
                "charged as stay as they are. Nothing was changed."
            )
        )


class NothingInFront(Refusal):
    """A parcel with no module before it."""

    def __init__(self, code: str, metres: float) -> None:
        super().__init__(
            _(
                "No module stands within %(metres)d m in front of parcel %(code)s. Nobody "
                "was admitted; admit by the codes of the modules if the map is wrong."
            )
            % {"code": code, "metres": metres}
        )
