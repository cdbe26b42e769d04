"""Changes to people, offices and rights. Each function is one act."""

from apps.people.actions.granting import grant_permission, withdraw_grant
from apps.people.actions.identifying import identify_person, link_account
from apps.people.actions.joining import join_organisation, leave_organisation
from apps.people.actions.looking import note_looks
from apps.people.actions.merging import merge_parties, move_stragglers
from apps.people.actions.organising import (
    appoint,
    end_holding,
    open_office,
    open_post,
    place_office,
    seed_offices,
)
from apps.people.actions.registering import (
    add_address,
    add_contact,
    correct_organisation,
    correct_person,
    drop_contact,
    end_address,
    register_organisation,
    register_person,
)
from apps.people.actions.standing import (
    give_consent,
    record_vulnerability,
    withdraw_consent,
)

__all__ = [
    "add_address",
    "add_contact",
    "appoint",
    "correct_organisation",
    "correct_person",
    "drop_contact",
    "end_address",
    "end_holding",
    "give_consent",
    "grant_permission",
    "identify_person",
    "join_organisation",
    "leave_organisation",
    "link_account",
    "merge_parties",
    "move_stragglers",
    "note_looks",
    "open_office",
    "open_post",
    "place_office",
    "record_vulnerability",
    "register_organisation",
    "register_person",
    "seed_offices",
    "withdraw_consent",
    "withdraw_grant",
]
