"""What is told before digging to whoever is not shown the networks in the ground."""

from __future__ import annotations

import requests

from tests import staff
from tests.test_ogc_processes import around, value


def test_who_is_not_shown_the_water_networks_is_told_whom_to_ask(office_url: str) -> None:
    """In the same words on any ground: else the words would be a map of the mains."""
    area = around(100)
    found = value(office_url, "conflicts", area=area)
    nowhere = {**area, "coordinates": [[[x + 0.01, y] for x, y in area["coordinates"][0]]]}
    assert found["ask"] == value(office_url, "conflicts", area=nowhere)["ask"]
    assert ["agua" in each for each in found["ask"]] == [True]
    signed = (staff.ADMIN, staff.program_password(staff.ADMIN))
    answer = requests.post(
        f"{office_url}/ogc/processes/conflicts/execution",
        json={"inputs": {"area": area}},
        auth=signed,
        timeout=60,
    )
    assert answer.json()["ask"] == []
