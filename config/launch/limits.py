"""How many files, and so connections, the processes of the site may have open."""

from __future__ import annotations

import resource
from typing import Final

from config.launch.children import OPEN_CONNECTIONS
from config.launch.console import say
from config.launch.messages import gettext as _

WANTED: Final = 4 * OPEN_CONNECTIONS
NEEDED: Final = OPEN_CONNECTIONS + 512
"""One web process with all of its connections, its files and its database."""


def raise_open_files() -> int:
    """Let whatever is started from here open as many files as it needs; returns how many.

    Most systems begin with 1,024, which a map that a thousand people watch uses up. What
    the administrator of the machine forbids stays forbidden, and is said.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = WANTED if hard == resource.RLIM_INFINITY else min(hard, WANTED)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    if soft != resource.RLIM_INFINITY and soft < NEEDED:
        say(
            _(
                "  This account may open {limit} files; {needed} are needed for a thousand "
                "open maps. Raise “ulimit -Hn” (see docs/operations.md, Open files)."
            ).format(limit=soft, needed=NEEDED)
        )
    return soft
