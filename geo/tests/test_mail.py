"""One address of a mail server means one thing, and keeps letters from others."""

from __future__ import annotations

import pytest

from geo.mail import MailServer


@pytest.mark.parametrize(
    ("address", "port", "starts_tls", "is_tls"),
    [
        pytest.param("smtp://ana:x@mail.example:2525", 2525, True, False, id="elsewhere"),
        pytest.param("smtp://mail.example", 587, True, False, id="its usual port"),
        pytest.param("smtp+tls://mail.example", 587, True, False, id="said"),
        pytest.param("smtp+tls://localhost:587", 587, True, False, id="said, here too"),
        pytest.param("smtps://mail.example", 465, False, True, id="from the first byte"),
        pytest.param("smtp://127.0.0.1", 25, False, False, id="on this machine"),
        pytest.param("smtp://[::1]:1025", 1025, False, False, id="here, by IPv6"),
    ],
)
def test_no_letter_crosses_a_network_readable(
    address: str, port: int, starts_tls: bool, is_tls: bool
) -> None:
    server = MailServer.at(address)
    assert (server.port, server.starts_tls, server.is_tls) == (port, starts_tls, is_tls)


def test_special_letters_are_written_as_in_any_address() -> None:
    server = MailServer.at("smtp://ana%40town.example:p%3Aw@mail.example")
    assert (server.user, server.password) == ("ana@town.example", "p:w")


@pytest.mark.parametrize("address", ["https://mail.example", "smtp://", "smtp://x:y"])
def test_what_names_no_mail_server_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"mail server|[Pp]ort"):
        MailServer.at(address)
