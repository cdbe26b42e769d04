"""What an instance may use outside itself is named whole, or not at all."""

from __future__ import annotations

import pytest

from config.outside import object_store, public_address


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


def test_a_half_told_bank_stops_the_start(monkeypatch) -> None:
    from config.banks import banks_from_environment

    assert banks_from_environment() == {}
    monkeypatch.setenv("LLAJTA_BNB_URL", "https://bank.example")
    with pytest.raises(SystemExit, match="LLAJTA_BNB_ACCOUNT"):
        banks_from_environment()
