"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import geo.exchange


@pytest.mark.parametrize(
    "name", [module.name for module in pkgutil.iter_modules(geo.exchange.__path__)]
)
def test_examples(name: str) -> None:
    module = importlib.import_module(f"geo.exchange.{name}")

    assert doctest.testmod(module).failed == 0
