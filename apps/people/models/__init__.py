"""Parties, their papers and places; offices, posts, holders, grants; what is logged.

Everything that owes, holds or signs is a `Party`; `Person` and `Organisation` say the
rest about it. Positions are EPSG:4326 (longitude, latitude).
"""

from apps.people.models.contacts import ContactPoint, PartyAddress
from apps.people.models.flags import Consent, Vulnerability
from apps.people.models.logs import LayerRead, PartyMerge, PersonalDataRead
from apps.people.models.memberships import Membership
from apps.people.models.offices import Account, Grant, Holding, Office, Post
from apps.people.models.parties import Organisation, Party, Person

__all__ = [
    "Account",
    "Consent",
    "ContactPoint",
    "Grant",
    "Holding",
    "LayerRead",
    "Membership",
    "Office",
    "Organisation",
    "Party",
    "PartyAddress",
    "PartyMerge",
    "Person",
    "PersonalDataRead",
    "Post",
    "Vulnerability",
]
