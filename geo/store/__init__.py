"""Files kept under the digest of their content: nothing is written twice or changed.

`store()` gives the one of this instance: a folder, or a bucket of anything that speaks S3.
"""

from geo.store.choosing import store
from geo.store.port import Damaged, Missing, Store, StoreAway

__all__ = ["Damaged", "Missing", "Store", "StoreAway", "store"]
