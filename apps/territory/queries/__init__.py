"""Questions about the territory: where a point lies, and where a name or address is."""

from apps.territory.queries.addresses import AddressFound, find_addresses
from apps.territory.queries.land import parcel_at
from apps.territory.queries.locating import (
    NOWHERE,
    SQL,
    DistrictSpot,
    Located,
    LocatedIds,
    Spot,
    locate,
    locate_many,
)
from apps.territory.queries.searching import Found, search
from apps.territory.queries.standing import stage_standing

__all__ = [
    "NOWHERE",
    "SQL",
    "AddressFound",
    "DistrictSpot",
    "Found",
    "Located",
    "LocatedIds",
    "Spot",
    "find_addresses",
    "locate",
    "locate_many",
    "parcel_at",
    "search",
    "stage_standing",
]
