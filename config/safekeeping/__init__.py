"""One file that holds a whole town, and the way back: `./llajta backup` and `restore`.

Runs in the environment of the checkout, beside Django: `python -m config.safekeeping`.
"""
