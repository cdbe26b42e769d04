"""The allocation register as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AllocationConfig(AppConfig):
    name = "apps.allocation"
    label = "allocation"
    verbose_name = _("Allocation of spaces")

    def ready(self) -> None:
        """Put the spaces on the map, live, and hear from the treasury what was paid."""
        from apps.allocation import layers
        from apps.allocation.actions.settling import owe_back, reopen_hold, settle_hold
        from apps.allocation.permissions import PLAN, SELL
        from apps.allocation.queries.live import STANDINGS
        from apps.allocation.queries.owed import spaces_owed_for
        from apps.allocation.terms import ADMISSION, HOLD
        from apps.documents.domain.owners import Owner, register_owner
        from apps.treasury.domain.settling import on_late, on_reopened, on_settled
        from apps.treasury.domain.things import names_things
        from geo.live.feeds import offer
        from geo.naming import acts_by_itself
        from geo.pages.contributions import MenuEntry, add_once, menu

        acts_by_itself("allocation")
        register_owner(Owner(kind=ADMISSION, title=_("Proof of an admission")))
        names_things(HOLD, spaces_owed_for)
        on_settled(HOLD, settle_hold)
        on_reopened(HOLD, reopen_hold)
        on_late(HOLD, owe_back)
        offer(STANDINGS)
        add_once(
            menu,
            MenuEntry(
                title=_("Spaces"),
                view="allocation:offerings",
                place=27,
                for_whom=lambda viewer: viewer.may(SELL.name) or viewer.may(PLAN.name),
            ),
        )
