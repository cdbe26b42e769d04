"""`python -m geo.management COMMAND …` is what `./llajta manage` runs."""

from __future__ import annotations

import sys

from geo.management.front import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
