"""The territory: who lies inside what, how it is called, and how sure we are.

Every geometry is EPSG:4326 (longitude, latitude) unless its name says metric. OTBs may
overlap and leave gaps and zones may cross OTBs: such things are recorded as a
`Finding`, not forbidden.
"""

from apps.territory.models.findings import Finding
from apps.territory.models.gazetteer import GazetteerEntry, Place
from apps.territory.models.land import Block, Parcel, Waterway
from apps.territory.models.limits import District, Municipality, Otb, Zone
from apps.territory.models.streets import Address, Corner, Street, StreetSegment

__all__ = [
    "Address",
    "Block",
    "Corner",
    "District",
    "Finding",
    "GazetteerEntry",
    "Municipality",
    "Otb",
    "Parcel",
    "Place",
    "Street",
    "StreetSegment",
    "Waterway",
    "Zone",
]
