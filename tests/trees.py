"""Our own Python as trees, for tests that read the code: each file is parsed once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(path: Path) -> ast.Module:
    """What stands in a file; nobody may change it."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Everything in it, in no order that matters."""
    return tuple(ast.walk(tree_of(path)))


def dotted(node: ast.expr) -> str:
    """The name that an expression is, such as `re.compile`; of a chain, what follows a call
    or an index.

    >>> dotted(ast.parse("a.b(c).d", mode="eval").body)
    '.d'
    """
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""
