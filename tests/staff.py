"""Members of staff for tests that reach the platform over its own server."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import count
from typing import Final

import requests

from tests import databases

PASSWORD: Final = "a-long-enough-password"
CLERK, ADMIN = "clerk", "technician"
"""One of the staff, and who administers the platform, in `office_template`."""
CODES: Final = 60
_used: dict[tuple[str, str], count[int]] = {}


def program_password(name: str) -> str:
    """What the programs of `name` sign with."""
    return f"program-of-{name}"


def hire(name: str, *, is_administrator: bool = False) -> None:
    """Give `name` an account, an authenticator, recovery codes and a program's password."""
    from apps.signin.actions.accounts import NewAccount, open_account
    from apps.signin.domain.secrets import digest, plain
    from apps.signin.domain.totp import new_secret
    from apps.signin.models import AppPassword, RecoveryCode
    from geo.access import Viewer

    new = NewAccount(
        name=name,
        password=PASSWORD,
        secret=new_secret(),
        is_staff=True,
        is_administrator=is_administrator,
    )
    now = datetime.now(UTC)
    user = open_account(new, by=Viewer(name="tests", holds_all=True), at=now)
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=digest("recovery", f"{user.pk}:{_code(number)}"))
        for number in range(CODES)
    )
    code = digest("program", plain(program_password(name)))
    AppPassword.objects.create(user=user, name="tests", digest=code, made_at=now)


def office_template() -> str:
    """Database to copy: the demonstration town with `CLERK` and `ADMIN` in its service."""
    town = databases.town_template()
    name = f"llajta_office_{databases.digest('tests/staff.py')}_{town[-12:]}"
    return databases.made(name, town, (_hiring(CLERK, administrator=ADMIN),))


def employ(database: str, *names: str, administrator: str = "") -> None:
    """Hire people in a database of a server under test."""
    databases.manage(database, *_hiring(*names, administrator=administrator))


def _hiring(*names: str, administrator: str = "") -> tuple[str, ...]:
    """The command that hires them."""
    calls = [f"hire({name!r})" for name in names]
    if administrator:
        calls.append(f"hire({administrator!r}, is_administrator=True)")
    script = "; ".join(["from tests.staff import hire", *calls])
    return ("shell", "--no-imports", "-c", script)


def _code(number: int) -> str:
    return f"code{number:08}"


def next_code(url: str, name: str) -> str:
    """A recovery code of `name` that was not used on this server yet."""
    server = url.replace("//localhost:", "//127.0.0.1:")
    return _code(next(_used.setdefault((server, name), count())))


def sign_in(url: str, name: str) -> requests.Session:
    """A browser in which `name` has signed in whole."""
    session = requests.Session()
    _post(session, f"{url}/entrar/", username=name, password=PASSWORD)
    answer = _post(session, f"{url}/entrar/segundo-factor/", code=next_code(url, name))
    assert "sessionid" in session.cookies, answer.text[:500]
    assert answer.url.endswith("/cuenta/"), answer.url
    return session


def _post(session: requests.Session, address: str, **form: str) -> requests.Response:
    page = session.get(address, timeout=30)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None, page.text[:500]
    filled = {**form, "csrfmiddlewaretoken": token[1]}
    return session.post(address, data=filled, headers={"Referer": address}, timeout=30)
