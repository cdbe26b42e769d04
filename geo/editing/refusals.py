"""Why a change of a feature was refused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from geo.published.refusals import ReadRefused


class BadBody(ReadRefused):
    """What was sent cannot be read as a feature."""


class UnsupportedBody(ReadRefused):
    """What was sent is of a media type that cannot be a feature."""

    sentence = _("Features are taken as %(known)s.")


class BodyTooLarge(ReadRefused):
    """What was sent is larger than any single feature needs."""

    sentence = _("This is too large for one feature. Bring many with an import instead.")


class BadFeature(ReadRefused):
    """The feature can be read, but the layer does not take it."""


class NoToken(ReadRefused):
    """A change came with a session's cookie, but not from a page of ours."""

    sentence = _("A page may only change features with its token (X-CSRFToken).")


class ChangedMeanwhile(ReadRefused):
    """The feature is not any more what the client has seen (RFC 9110, 13.1.1)."""

    sentence = _(
        "Somebody changed this feature since you read it. Nothing was written: read it "
        "again, and make your change on what is there now."
    )


class NotToMatch(ReadRefused):
    """The feature is what the client says it must not be (RFC 9110, 13.1.2)."""

    sentence = _(
        "The feature is as “If-None-Match” says that it must not be. Nothing was written."
    )


class MatchDemanded(ReadRefused):
    """The layer wants to know what the client has seen (RFC 6585, 3)."""

    sentence = _("Say with “If-Match” which state of the feature you have read (its ETag).")
