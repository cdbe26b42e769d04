"""Why a debt is not put into instalments, or a complaint not taken."""

from __future__ import annotations

from django.utils.translation import gettext as _

from geo.errors import Conflict, Refusal


class WordsMissing(Refusal):
    """What has to be said is left empty."""

    def __init__(self) -> None:
        super().__init__(_("Something has to be said here. Nothing was saved."))


class NoHolder(Refusal):
    """Nobody answers for the account."""

    def __init__(self, number: str) -> None:
        super().__init__(
            _("Nobody holds account %(number)s. Nothing was saved; name its holder first.")
            % {"number": number}
        )


class NothingOwed(Refusal):
    """There is no debt to agree on."""

    def __init__(self, number: str) -> None:
        super().__init__(
            _("Nothing is overdue on account %(number)s, so nothing was agreed.")
            % {"number": number}
        )


class AgreementStands(Conflict):
    """The account has a standing agreement."""

    def __init__(self, number: str) -> None:
        super().__init__(
            _("Account %(number)s has a standing agreement. Nothing was changed.")
            % {"number": number}
        )


class ClaimClosed(Conflict):
    """The complaint was answered before."""

    def __init__(self) -> None:
        super().__init__(_("This complaint was answered already. Nothing was changed."))


class ClaimOpen(Conflict):
    """A complaint stays collection until it is answered."""

    def __init__(self, number: str) -> None:
        super().__init__(
            _(
                "A complaint of account %(number)s is open. Nothing was done; answer it "
                "first."
            )
            % {"number": number}
        )
