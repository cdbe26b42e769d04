"""Acts on people and offices that can be granted to a post."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.people.querysets import SEE as SEE_NAME
from geo.access import Permission

SEE: Final = Permission(name=SEE_NAME, title=_("See the data of people and organisations"))
REGISTER: Final = Permission(
    name="people.register", title=_("Register and correct people and organisations")
)
MERGE: Final = Permission(name="people.merge", title=_("Merge people registered twice"))
ORGANISE: Final = Permission(
    name="people.organise", title=_("Change offices, posts and who holds them")
)
GRANT: Final = Permission(name="people.grant", title=_("Grant permissions to posts"))
LINK: Final = Permission(name="people.link", title=_("Say who signs in with an account"))
AUDIT: Final = Permission(name="people.audit", title=_("Read who looked at personal data"))
