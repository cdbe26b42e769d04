"""Requests and answers of the read path, straight on ASGI."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, Final, Self
from urllib.parse import parse_qsl, quote

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

from geo.access import ANYONE, Viewer
from geo.published.parameters import Parameters
from geo.published.refusals import BadHost, BadParameter, PackedBody, Words

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

_ASCII: Final = bytes(range(128)).decode()

SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS")

_NO_LANGUAGE = _("“lang” is one of %(known)s; not “%(value)s”.")


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked, as far as reading needs to know."""

    method: str
    path: str
    query: str
    scheme: str
    headers: Mapping[str, str]
    peer: str = ""
    """Address of whoever connected, a proxy of ours perhaps."""
    viewer: Viewer = ANYONE

    @classmethod
    def from_scope(cls, scope: Scope) -> Self:
        """The request of an ASGI `http` scope."""
        headers = _joined(scope["headers"])
        return cls(
            method=scope["method"],
            path=scope["path"],
            query=_encoded(scope["query_string"]),
            scheme=_scheme(scope["scheme"], headers),
            headers=headers,
            peer=(scope.get("client") or ("",))[0],
        )

    def seen_by(self, viewer: Viewer) -> Self:
        """The same request, made by `viewer`."""
        return self if viewer is self.viewer else replace(self, viewer=viewer)

    @cached_property
    def given(self) -> Parameters:
        """The query parameters.

        Raises:
            BadParameter: the query string cannot be read, or `lang` is not spoken here.
        """
        given = Parameters.parse(self.query)
        asked = given.find("lang")
        if asked is not None and not _is_spoken(asked):
            known = ", ".join(code for code, _name in settings.LANGUAGES)
            raise BadParameter(_NO_LANGUAGE, known=Words(known), value=asked)
        return given

    @property
    def media_type(self) -> str:
        """Of what was sent, without its parameters.

        Raises:
            PackedBody: it is packed, which nobody here unpacks.
        """
        packed = self.headers.get("content-encoding", "identity").strip().lower()
        if packed != "identity":
            raise PackedBody(how=packed)
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The path between its slashes; one at the end changes nothing."""
        return tuple(self.path.strip("/").split("/"))

    @cached_property
    def site(self) -> str:
        """Scheme and host the client used, for absolute links.

        Raises:
            BadHost: not a name this instance answers to.
        """
        host = self.headers.get("host", "")
        if not _is_ours(host):
            raise BadHost
        return f"{self.scheme}://{host}"

    @cached_property
    def language(self) -> str:
        """Language of messages: `lang`, else `Accept-Language`, else the town's first."""
        pairs = parse_qsl(self.query, errors="replace")
        asked = [value for name, value in pairs if name == "lang"]
        accepted = parse_accept_lang_header(self.headers.get("accept-language", ""))
        for code in (*asked, *(code for code, _quality in accepted)):
            try:
                return get_supported_language_variant(code)
            except LookupError:
                continue
        return str(settings.LANGUAGE_CODE)


def _encoded(query: bytes) -> str:
    """The query with letters that were sent as they are (UTF-8) as a browser sends them."""
    return query.decode("ascii") if query.isascii() else quote(query, safe=_ASCII)


def _joined(lines: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by name; several lines of one name are one list (RFC 9110, section 5.3)."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in lines:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name in headers:
            value = ("; " if name == "cookie" else ", ").join((headers[name], value))
        headers[name] = value
    return headers


@lru_cache(maxsize=64)
def _is_spoken(code: str) -> bool:
    try:
        return bool(get_supported_language_variant(code))
    except LookupError:
        return False


@lru_cache(maxsize=64)
def _is_ours(host: str) -> bool:
    domain, _port = split_domain_port(host.lower())
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _scheme(scheme: str, headers: Mapping[str, str]) -> str:
    trusted: tuple[str, str] | None = settings.SECURE_PROXY_SSL_HEADER
    if trusted is None:
        return scheme
    header = trusted[0].removeprefix("HTTP_").replace("_", "-").lower()
    return "https" if headers.get(header, "").split(",")[0] == trusted[1] else scheme


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is sent back: bytes, or a stream of them."""

    body: bytes | AsyncGenerator[bytes] = b""
    content_type: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_body(self, body: bytes | AsyncGenerator[bytes]) -> Self:
        """The same answer with this body."""
        return replace(self, body=body)

    def with_headers(self, **headers: str) -> Self:
        """The same answer with more headers; `_` in a name stands for `-`."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **more})
