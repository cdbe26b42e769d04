"""Why the machine would not do something, in the words of whoever asked for it."""

from __future__ import annotations

import errno

from django.utils.translation import gettext as _


def reason_of(error: OSError) -> str:
    """The reason of `error`, to stand in a sentence."""
    reasons = {
        errno.ENOENT: _("there is no such file or folder"),
        errno.EACCES: _("no permission"),
        errno.EPERM: _("no permission"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOTDIR: _("a file stands where a folder should be"),
        errno.EEXIST: _("it exists already"),
        errno.ENOSPC: _("the disk is full"),
        errno.EDQUOT: _("the disk is full"),
        errno.EROFS: _("the disk may only be read"),
        errno.ENAMETOOLONG: _("the name is too long"),
        errno.EADDRINUSE: _("another program has that port"),
    }
    return reasons.get(error.errno or 0) or error.strerror or str(error)
