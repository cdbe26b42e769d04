"""Judge one file as a process of its own, with little memory and time.

`python -m apps.documents.domain.files.child FILE FOLDER` prints one line of JSON: what
was found, or the cause of the refusal.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

MEMORY_BYTES: Final = 1_500 * 10**6
"""Of address space: libraries map much that they never touch."""
SECONDS: Final = 30
FILE_BYTES: Final = 400 * 10**6


def limit() -> None:
    """Take away from this process what no honest file needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def judged(file: Path, into: Path) -> dict[str, Any]:
    """What came of the file, as JSON can say it."""
    from apps.documents.domain.files.judging import judge_file
    from apps.documents.domain.files.verdicts import NotAccepted

    try:
        return asdict(judge_file(file, into))
    except NotAccepted as refused:
        return {"cause": refused.cause.value, "detail": refused.detail}
    except MemoryError:
        return {"cause": "unreadable", "detail": {}}


if __name__ == "__main__":
    limit()
    print(json.dumps(judged(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201
