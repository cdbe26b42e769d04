"""What supervisors of control fill in: rounds of inspectors, services, hands of goods."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from apps.festivals.actions.custody import Handing
from apps.festivals.actions.services import Beat
from apps.festivals.forms.places import pressed
from apps.festivals.forms.planning import PLAIN
from apps.festivals.models import Festival, Service
from apps.festivals.queries.control import inspectors
from apps.festivals.terms import ServiceKind, Step
from geo.pages.fields import day


class BeatForm(forms.Form):
    """Who looks at which stands, and on which days."""

    letter = forms.CharField(
        label=_("Stands whose codes begin with"),
        max_length=12,
        required=False,
        validators=[PLAIN],
        help_text=_("Empty: all of them."),
    )
    first_day = day(_("From"))
    last_day = day(_("Until"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._people = {each.get_username(): each for each in inspectors()}
        names = {name: each.get_full_name() for name, each in self._people.items()}
        choices = [(name, full or name) for name, full in names.items()]
        self.fields = {
            "inspector": forms.ChoiceField(label=_("Inspector"), choices=choices),
            **self.fields,
        }

    def beat(self) -> Beat:
        """The round, as it was filled in."""
        told = dict(self.cleaned_data)
        return Beat(inspector=self._people[told.pop("inspector")], **told)


class ServiceForm(forms.Form):
    """Something the crowd needs, and where it is."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ServiceKind.choices)
    name = forms.CharField(label=_("Name"), max_length=120)
    position = forms.CharField(label=_("Where it is"))

    def clean_position(self) -> Point:
        """The point that was pressed on the map."""
        return pressed(self.cleaned_data["position"])

    def service(self, festival: Festival) -> Service:
        """The service, not written yet."""
        return Service(festival=festival, **self.cleaned_data)


class StepForm(forms.Form):
    """Where confiscated goods go next."""

    kind = forms.ChoiceField(
        label=_("What happens"),
        choices=[each for each in Step.choices if each[0] != Step.SEIZED],
    )
    receiver = forms.CharField(label=_("Who receives them"), max_length=160)
    place = forms.CharField(label=_("Where"), max_length=160)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def handing(self, *, at: dt.datetime) -> Handing:
        """The next step, taken at that moment."""
        told = dict(self.cleaned_data)
        return Handing(kind=Step(told.pop("kind")), at=at, **told)
