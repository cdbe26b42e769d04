"""Questions about people, offices and rights that pages and other registers ask."""

from apps.people.queries.offices import OfficeNode, office_tree
from apps.people.queries.parties import (
    Likeness,
    find_person,
    likely_duplicates,
    person_like_account,
    search_parties,
    survivor_of,
)
from apps.people.queries.rights import known_permissions, rules_of, viewer_of_account

__all__ = [
    "Likeness",
    "OfficeNode",
    "find_person",
    "known_permissions",
    "likely_duplicates",
    "office_tree",
    "person_like_account",
    "rules_of",
    "search_parties",
    "survivor_of",
    "viewer_of_account",
]
