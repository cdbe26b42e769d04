"""The database roles that readers connect as: each sees one audience's views, no more."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError, ProgrammingError
from django.utils.translation import gettext as _
from psycopg import sql

from geo.access import Audience
from geo.errors import Refusal
from geo.published.binding import SETTING

LIMITS: Final = {
    "default_transaction_read_only": "on",
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "60s",
    "TimeZone": "UTC",
    "jit": "off",
    "work_mem": "16MB",
}
"""Settings of every session of a reading role.

Compiling a statement takes longer than any of ours runs, hence no `jit`; a million ids
fit into that `work_mem` without going to disk.
"""


class RolesForbidden(Refusal):
    """The server does not let this user create or change the reading roles."""

    def __init__(self, statements: str) -> None:
        super().__init__(
            _(
                "The database user may not create or change roles. "
                "Ask the administrator of the server to run this, then try again:"
            )
            + f"\n\n{statements}"
        )


def schema_of(audience: Audience) -> str:
    """Schema that holds the published views of `audience`."""
    return f"published_{audience}"


def role_of(audience: Audience) -> str:
    """Login role that reads the views of `audience` on this server."""
    owner: str = connection.settings_dict["USER"]
    return f"{owner}_{audience}"


def password_of(audience: Audience) -> str:
    """Password of the audience's role, the same for every instance of one owner.

    Roles belong to the whole server while instances share it (test databases, two towns
    on one cluster), so it derives from the owner's own password there; where the server
    asks for none, from this instance's secret.
    """
    secret: str = connection.settings_dict["PASSWORD"] or settings.SECRET_KEY
    message = f"llajta reads as {role_of(audience)}"
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()


def connection_parts(audience: Audience, said: str = "") -> dict[str, Any]:
    """Keywords with which psycopg connects as the audience's role.

    `said` is what the session says of who is looking (`geo.published.binding`).
    """
    parts = connection.settings_dict
    known = {
        "host": parts["HOST"],
        "port": parts["PORT"],
        "dbname": parts["NAME"],
        "user": role_of(audience),
        "password": password_of(audience),
        "connect_timeout": 5,
        "application_name": f"llajta {audience}",
        "options": f"-c {SETTING}={_escaped(said)}" if said else "",
    }
    passed = {
        name: value for name, value in parts["OPTIONS"].items() if name.startswith("ssl")
    }
    return {name: value for name, value in known.items() if value} | passed


def _escaped(value: str) -> str:
    """The value of a setting as it stands among the options of a connection."""
    return value.replace("\\", "\\\\").replace(" ", "\\ ")


def _settings_for(audience: Audience) -> dict[str, str]:
    return {**LIMITS, "search_path": f"{schema_of(audience)}, public"}


def _alterations(audience: Audience) -> list[sql.Composed]:
    role = sql.Identifier(role_of(audience))
    password = sql.Literal(password_of(audience))
    login = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(role, password)
    limits = [
        sql.SQL("ALTER ROLE {} SET {} = {}").format(
            role,
            sql.Identifier(name),
            sql.SQL(value) if name == "search_path" else sql.Literal(value),
        )
        for name, value in _settings_for(audience).items()
    ]
    return [login, *limits]


def _is_ready(audience: Audience) -> bool:
    """Whether the role exists with its settings and lets us in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolconfig FROM pg_roles WHERE rolname = %s", [role_of(audience)]
        )
        found = cursor.fetchone()
    wanted = {f"{name}={value}" for name, value in _settings_for(audience).items()}
    if found is None or not wanted <= set(found[0] or ()):
        return False
    try:
        psycopg.connect(**connection_parts(audience)).close()
    except psycopg.OperationalError:
        return False
    return True


def _script(audience: Audience) -> str:
    made = sql.SQL("CREATE ROLE {}").format(sql.Identifier(role_of(audience)))
    connection.ensure_connection()
    statements = [made, *_alterations(audience)]
    return "".join(f"{each.as_string(connection.connection)};\n" for each in statements)


def _run(statement: sql.Composed) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def _create(audience: Audience) -> None:
    """Create the role; it does not matter if another database just did the same."""
    try:
        _run(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role_of(audience))))
    except IntegrityError:  # the neighbour committed while we waited for it
        return
    except ProgrammingError as error:
        if not isinstance(error.__cause__, psycopg.errors.DuplicateObject):
            raise


def _alter(statement: sql.Composed, *, attempts: int = 5) -> None:
    """Run an ALTER ROLE; a neighbour changing the same role at once makes it fail."""
    for last in (attempt == attempts - 1 for attempt in range(attempts)):
        try:
            return _run(statement)
        except InternalError:  # "tuple concurrently updated"
            if last:
                raise


def ensure_roles() -> None:
    """Make each audience's login role exist with its password and limits.

    Roles are shared by all databases of the server and advisory locks are not, so two
    databases may do this at the same moment: both end well.

    Raises:
        RolesForbidden: this user may not; the message holds the SQL for someone who may.
    """
    for audience in Audience:
        if _is_ready(audience):
            continue
        try:
            _create(audience)
            for statement in _alterations(audience):
                _alter(statement)
        except ProgrammingError as error:
            if isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
                raise RolesForbidden(_script(audience)) from error
            raise
