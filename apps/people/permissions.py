"""Acts on people and offices that can be granted to a post."""

from __future__ import annotations

from typing import Final

from apps.people.querysets import SEE as SEE_NAME
from geo.access import Permission

SEE: Final = Permission(name=SEE_NAME, title="See the data of people and organisations")
REGISTER: Final = Permission(
    name="people.register", title="Register and correct people and organisations"
)
MERGE: Final = Permission(name="people.merge", title="Merge people registered twice")
ORGANISE: Final = Permission(
    name="people.organise", title="Change offices, posts and who holds them"
)
GRANT: Final = Permission(name="people.grant", title="Grant permissions to posts")
AUDIT: Final = Permission(name="people.audit", title="Read who looked at personal data")
