"""What an instance may use outside itself is named whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.banks import banks_from_environment
from config.database import database_from
from config.municipality import read_municipality
from config.outside import object_store, public_address
from config.signing_in import mail_from_environment
from tests.databases import ROOT


def test_a_bucket_is_named_whole_or_the_start_stops(monkeypatch) -> None:
    assert object_store() == {}
    monkeypatch.setenv("LLAJTA_S3", "https://objects.example.org/town")
    with pytest.raises(SystemExit, match="LLAJTA_S3_KEY"):
        object_store()
    monkeypatch.setenv("LLAJTA_S3_KEY", "a")
    monkeypatch.setenv("LLAJTA_S3_SECRET", "b")
    assert object_store()["bucket"] == "town"


def test_papers_lead_to_the_address_that_was_named(monkeypatch) -> None:
    assert public_address(["localhost"]) == "http://localhost"
    monkeypatch.setenv("LLAJTA_PUBLIC_URL", "https://quillacollo.example/")
    assert public_address(["localhost"]) == "https://quillacollo.example"


def test_a_bank_is_named_whole_or_the_start_stops(monkeypatch) -> None:
    assert banks_from_environment() == {}
    monkeypatch.setenv("LLAJTA_BNB_URL", "https://bank.example")
    with pytest.raises(SystemExit, match="LLAJTA_BNB_ACCOUNT"):
        banks_from_environment()


def test_whoever_demands_an_encrypted_database_gets_one() -> None:
    told = "postgresql://town:x@db.example.org/town?sslmode=verify-full&sslrootcert=/ca.pem"
    found = database_from(told)
    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert found["OPTIONS"]["sslrootcert"] == "/ca.pem"
    assert (found["HOST"], found["NAME"], found["PASSWORD"]) == (
        *("db.example.org", "town", "x"),
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(None, "cannot be read (No such file or directory)", id="no file"),
        pytest.param(("name =", "name"), "is no valid TOML", id="no TOML"),
        pytest.param(("\nbounds", "\nlimits"), "does not say 'bounds'", id="a key misses"),
        pytest.param(("home = [", 'home = ["'), "no valid TOML", id="a quote too many"),
        pytest.param(("bounds = [", "bounds = [0, "), "too many values", id="five bounds"),
    ],
)
def test_a_mistake_in_the_towns_configuration_is_told_with_its_file(
    change: tuple[str, str] | None, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "town.toml"
    if change is not None:
        text = (ROOT / "config/municipality.toml").read_text(encoding="utf-8")
        assert change[0] in text
        file.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        read_municipality(file)
    assert said in str(stopped.value)
    assert str(file) in str(stopped.value)


def test_a_mail_server_is_named_rightly_or_the_start_stops(monkeypatch) -> None:
    monkeypatch.delenv("LLAJTA_SMTP_URL", raising=False)
    assert mail_from_environment() is None
    monkeypatch.setenv("LLAJTA_SMTP_URL", "smtp+tls://town:x@mail.example")
    server = mail_from_environment()
    assert server is not None
    assert server.starts_tls
    monkeypatch.setenv("LLAJTA_SMTP_URL", "mail.example:587")
    with pytest.raises(SystemExit, match="LLAJTA_SMTP_URL is not like"):
        mail_from_environment()
