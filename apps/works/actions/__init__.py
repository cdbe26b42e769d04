"""Changes to the register of works. Each function is one act, done whole or not at all."""

from apps.works.actions.calls import DEMO, Imported, RealWorksPresent, Written, import_calls
from apps.works.actions.placing import Placed, place_works

__all__ = [
    "DEMO",
    "Imported",
    "Placed",
    "RealWorksPresent",
    "Written",
    "import_calls",
    "place_works",
]
