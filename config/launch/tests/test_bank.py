"""Who gets a simulated bank: a demonstration that has no other, and nobody else."""

from __future__ import annotations

import pytest

from config.launch import bank
from config.launch.instance import Instance
from config.launch.processes import Identity
from config.launch.site import Site, forget


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, True),
        ({"LLAJTA_DEMO": "1", "LLAJTA_SIP_URL": ""}, True),
        ({"LLAJTA_DEMO": "0"}, False),
        ({"LLAJTA_PUBLIC_URL": "https://mapa.example.org"}, False),
        ({"LLAJTA_HOST": "0.0.0.0"}, False),
        ({"LLAJTA_HOST": "127.0.0.1"}, True),
        ({"LLAJTA_SIP_URL": "https://bank.example.org"}, False),
        ({"LLAJTA_BNB_ACCOUNT": "a"}, False),
    ],
)
def test_only_a_demonstration_without_a_bank_has_one(
    variables: dict[str, str], wanted: bool
) -> None:
    assert bank.is_wanted(variables) is wanted


def test_the_site_and_the_bank_know_each_other(instance: Instance) -> None:
    told = bank.environment(instance, "0.0.0.0", 8900)
    assert told["LLAJTA_SIP_URL"] == "http://127.0.0.1:8900"
    assert told["LLAJTA_BANK_SIMULATOR"] == "8900"
    assert len(told["LLAJTA_SIP_SECRET"]) > 30
    assert told == bank.environment(instance, "0.0.0.0", 8900)
    words = bank.child(instance, "127.0.0.1", 8900, "http://127.0.0.1:8000/").command
    assert {"simulate_bank", "8900", "http://127.0.0.1:8000/"} <= set(words)


def test_a_command_knows_the_bank_of_the_site_that_runs_and_no_other(
    instance: Instance,
) -> None:
    own = Identity.own()
    assert bank.as_running(instance) == {}
    Site(launcher=own, bank=("127.0.0.1", 8900)).write(instance)
    assert bank.as_running(instance) == bank.environment(instance, "127.0.0.1", 8900)
    Site(launcher=own).write(instance)
    assert bank.as_running(instance) == {}
    gone = Identity(pid=own.pid, started=own.started - 1, boot=own.boot)
    Site(launcher=gone, bank=("127.0.0.1", 8900)).write(instance)
    assert bank.as_running(instance) == {}
    forget(instance, gone)
    assert bank.as_running(instance) == {}
