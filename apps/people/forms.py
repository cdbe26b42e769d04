"""What is filled in about people, offices and grants, read into drafts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from apps.people.domain.drafts import AddressDraft, OrganisationDraft, PersonDraft
from apps.people.models import Post
from apps.people.queries import known_permissions
from apps.people.terms import (
    AddressRole,
    ConsentPurpose,
    ContactKind,
    DocumentKind,
    HoldingKind,
    MemberRole,
    OrganisationKind,
    VulnerabilityKind,
)
from apps.territory.models import District
from geo.pages.drawn import point_in
from geo.pages.fields import day

NOTHING_CHOSEN = [("", "—")]


class PersonForm(forms.Form):
    """A person, as the document says who it is."""

    given_names = forms.CharField(label=_("Given names"), max_length=90)
    first_surname = forms.CharField(label=_("First surname"), max_length=54, required=False)
    second_surname = forms.CharField(
        label=_("Second surname"), max_length=54, required=False
    )
    document_kind = forms.ChoiceField(
        label=_("Document"),
        choices=[*NOTHING_CHOSEN, *DocumentKind.choices],
        required=False,
    )
    document_number = forms.CharField(label=_("Number"), max_length=20, required=False)
    complement = forms.CharField(
        label=_("Complement"),
        max_length=2,
        required=False,
        help_text=_("Only if it stands on the card, such as 1A."),
    )
    issued_in = forms.CharField(
        label=_("Issued in"),
        max_length=3,
        required=False,
        help_text=_("LP, CB, SC… or three letters of the country; newer cards name none."),
    )
    born_on = day(_("Born on"), required=False)
    died_on = day(_("Died on"), required=False)

    def draft(self) -> PersonDraft:
        """The person that was filled in."""
        return PersonDraft(**self.cleaned_data)


class OrganisationForm(forms.Form):
    """An organisation, as its papers say."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    nit = forms.CharField(label="NIT", max_length=13, required=False)

    def draft(self) -> OrganisationDraft:
        """The organisation that was filled in."""
        return OrganisationDraft(**self.cleaned_data)


class ContactForm(forms.Form):
    """A telephone number or an address of e-mail."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind.choices)
    value = forms.CharField(label=_("Number or address"), max_length=254)


class MemberForm(forms.Form):
    """Somebody who belongs to an association, by their card."""

    card = forms.CharField(label=_("Identity card"), max_length=80)
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices)
    since = day(_("Since"))


class AddressForm(forms.Form):
    """A place, pressed on the map or written as GeoJSON."""

    role = forms.ChoiceField(label=_("What they do there"), choices=AddressRole.choices)
    number = forms.CharField(label=_("House number"), max_length=12, required=False)
    directions = forms.CharField(
        label=_("How to find it"),
        max_length=200,
        required=False,
        help_text=_("For instance: green gate, half a block from the school."),
    )
    position = forms.CharField(widget=forms.Textarea)

    def clean_position(self) -> Point:
        """The point that was drawn (EPSG:4326)."""
        point = point_in(self.cleaned_data["position"])
        if point is None:
            raise forms.ValidationError(_("Press on the map to say where it is."))
        return point

    def draft(self) -> AddressDraft:
        """The place that was filled in."""
        return AddressDraft(**self.cleaned_data)


class VulnerabilityForm(forms.Form):
    """A ground for preferential treatment."""

    kind = forms.ChoiceField(
        label=_("Ground of protection"), choices=VulnerabilityKind.choices
    )
    since = day(_("Since"))
    until = day(_("Until"), required=False)
    proof = forms.CharField(label=_("Paper that proves it"), max_length=200)


class ConsentForm(forms.Form):
    """What somebody agreed to."""

    purpose = forms.ChoiceField(label=_("Agreed to"), choices=ConsentPurpose.choices)
    given_on = day(_("Given on"))
    proof = forms.CharField(label=_("How it was given"), max_length=200)


class MergeForm(forms.Form):
    """Which party a duplicate really is."""

    into = forms.IntegerField(widget=forms.RadioSelect, min_value=1)
    reason = forms.CharField(label=_("How do you know that they are one?"), max_length=300)


class PostForm(forms.Form):
    """A post of an office."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("For ever, such as recaudaciones-caja-1."),
    )
    title = forms.CharField(label=_("Title"), max_length=120)
    is_head = forms.BooleanField(label=_("Heads the office"), required=False)


class AppointForm(forms.Form):
    """Who holds a post, or acts in it."""

    post = forms.ModelChoiceField(label=_("Post"), queryset=Post.objects.none())
    person = forms.CharField(
        label=_("Person"), help_text=_("Identity card, such as 1234567-1A CB, or account.")
    )
    kind = forms.ChoiceField(label=_("How"), choices=HoldingKind.choices)
    since = day(_("First day"))
    until = day(_("Day after the last"), required=False)
    act = forms.CharField(label=_("Act of appointment"), max_length=120)


class GrantForm(forms.Form):
    """A permission for a post."""

    post = forms.ModelChoiceField(
        label=_("Post"), queryset=Post.objects.select_related("office").order_by("code")
    )
    permission = forms.ChoiceField(label=_("Permission"))
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.order_by("number"),
        required=False,
        empty_label=_("everywhere"),
    )
    since = day(_("First day"))
    until = day(_("Day after the last"), required=False)
    basis = forms.CharField(label=_("Why"), max_length=160)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        choices = [(each.name, each.title) for each in known_permissions().values()]
        self.fields["permission"].choices = choices  # type: ignore[attr-defined]  # of ChoiceField


def days_between(since: dt.date, until: dt.date | None) -> DateRange:
    """Days from `since` on, up to but without `until`; an end before the start is none."""
    if until is not None and until < since:
        until = since
    return DateRange(since, until)
