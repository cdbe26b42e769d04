"""Reads a cql2-text filter into its tree, in time that grows with its length only.

Source: OGC 21-065r2, annex B (BNF).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.published.cql2.instants import interval, read_date, read_end, read_timestamp
from geo.published.cql2.tokens import Token, Words
from geo.published.cql2.tree import (
    BadFilter,
    Budget,
    Constant,
    Instant,
    Node,
    Property,
    Several,
    fit_number,
    fit_text,
    operation,
    several,
)
from geo.published.cql2.wkt import ShapeReader, begins_shape

COMPARISONS: Final = ("=", "<>", "!=", "<=", ">=", "<", ">")
_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_KEYWORDS: Final = {"and", "or", "not", "in", "like", "between", "is", "div"}
"""Words that name no property unless they are quoted."""
ARRAY_FUNCTIONS: Final = "a_"
"""How the names of those begin whose operands in parentheses are lists."""

_NO_TEXT = _("“%(name)s” needs a text in quotation marks.")


class _Reader:
    """One function per level of precedence, the loosest first."""

    def __init__(self, text: str) -> None:
        self._words = Words(text)
        self._budget = Budget()
        self._shapes = ShapeReader(self._words, self._budget)

    def whole(self) -> Node:
        """The filter, to its very end."""
        node = self._expression()
        if self._words.next.kind != "end":
            raise self._words.refuse()
        return node

    def _expression(self) -> Node:
        self._budget.enter(self._words.next.at)
        node = self._joined("or", self._conjunction)
        self._budget.leave()
        return node

    def _conjunction(self) -> Node:
        return self._joined("and", self._negation)

    def _joined(self, word: str, read: Callable[[], Node]) -> Node:
        at = self._words.next.at
        parts = [read()]
        while self._words.accept_word(word):
            parts.append(read())
        return parts[0] if len(parts) == 1 else operation(at, word, *parts)

    def _negation(self) -> Node:
        token = self._words.accept_word("not")
        if token is None:
            return self._predicate()
        self._budget.enter(token.at)
        negated = self._negation()
        self._budget.leave()
        return operation(token.at, "not", negated)

    def _predicate(self) -> Node:
        left = self._sum()
        sign = self._words.accept_sign(*COMPARISONS)
        if sign is not None:
            name = "<>" if sign.text == "!=" else sign.text
            return operation(sign.at, name, left, self._sum())
        if self._words.accept_word("is"):
            negated = self._words.accept_word("not")
            found: Node = operation(self._words.expect("null").at, "isnull", left)
        else:
            negated = self._words.accept_word("not")
            if not negated and not self._words.is_word("like", "in", "between"):
                return left
            found = self._tested(left)
        return operation(negated.at, "not", found) if negated else found

    def _tested(self, left: Node) -> Node:
        """LIKE, IN and BETWEEN, which may follow a NOT."""
        if token := self._words.accept_word("like"):
            return operation(token.at, "like", left, self._sum())
        if token := self._words.accept_word("between"):
            low = self._sum()
            self._words.expect("and")
            return operation(token.at, "between", left, low, self._sum())
        token = self._words.expect("in")
        return operation(token.at, "in", left, self._listed())

    def _sum(self) -> Node:
        return self._chained(self._product, ("+", "-"))

    def _product(self) -> Node:
        return self._chained(self._power, ("*", "/", "%"), "div")

    def _power(self) -> Node:
        return self._chained(self._signed, ("^",))

    def _chained(
        self, read: Callable[[], Node], signs: tuple[str, ...], *words: str
    ) -> Node:
        left = read()
        while token := self._words.accept_sign(*signs) or self._words.accept_word(*words):
            left = operation(token.at, token.text.lower(), left, read())
        return left

    def _signed(self) -> Node:
        token = self._words.accept_sign("-", "+")
        if token is None:
            return self._atom()
        if self._words.next.kind == "number":
            return self._number(token.text)
        self._budget.enter(token.at)
        factor = self._signed()
        self._budget.leave()
        sign = Constant(place=token.at, value=-1 if token.text == "-" else 1)
        return operation(token.at, "*", sign, factor)

    def _number(self, sign: str = "") -> Node:
        token = self._words.take()
        self._budget.leaf(token.at)
        return Constant(place=token.at, value=fit_number(token.at, sign + token.text))

    def _atom(self) -> Node:
        token = self._words.next
        if token.kind == "number":
            return self._number()
        if token.kind == "text":
            self._budget.leaf(token.at)
            return Constant(place=token.at, value=fit_text(token.at, self._text("")))
        if token.kind == "quoted":
            return self._property()
        if token.kind == "name":
            return self._named(token)
        if self._words.is_sign("("):
            group = self._listed()
            return group.items[0] if len(group.items) == 1 else group
        raise self._words.refuse()

    def _property(self) -> Property:
        token = self._words.take()
        self._budget.leaf(token.at)
        return Property(place=token.at, name=token.text)

    def _listed(self) -> Several:
        at = self._words.expect("(").at
        items: list[Node] = []
        if not self._words.is_sign(")"):
            items.append(self._expression())
            while self._words.accept_sign(","):
                items.append(self._expression())
        self._words.expect(")")
        return several(at, items)

    def _named(self, token: Token) -> Node:
        word = token.text.lower()
        if word in _KEYWORDS:
            raise self._words.refuse()
        if begins_shape(self._words):
            return self._shapes.shape()
        if self._words.ahead(1).text == "(" and self._words.ahead(1).kind == "sign":
            self._words.take()
            return self._called(word, token.at)
        if word in _CONSTANTS:
            self._words.take()
            return Constant(place=token.at, value=_CONSTANTS[word])
        return self._property()

    def _called(self, name: str, at: int) -> Node:
        if name == "bbox":
            return self._shapes.box(at)
        if name in ("date", "timestamp"):
            return self._instant(name, at)
        if name == "interval":
            return self._interval(at)
        if name.startswith(ARRAY_FUNCTIONS):
            return operation(at, name, *self._lists())
        return operation(at, name, *self._listed().items)

    def _lists(self) -> tuple[Node, ...]:
        """The operands of an array function, where even `(1)` is a list."""

        def operand() -> Node:
            return self._listed() if self._words.is_sign("(") else self._expression()

        self._words.expect("(")
        operands = [operand()]
        while self._words.accept_sign(","):
            operands.append(operand())
        self._words.expect(")")
        return tuple(operands)

    def _text(self, name: str) -> str:
        token = self._words.take()
        if token.kind != "text":
            raise BadFilter(token.at, _NO_TEXT, name=name)
        return token.text

    def _instant(self, name: str, at: int) -> Instant:
        self._budget.leaf(at)
        self._words.expect("(")
        read = read_date if name == "date" else read_timestamp
        instant = read(at, self._text(name.upper()))
        self._words.expect(")")
        return instant

    def _interval(self, at: int) -> Node:
        self._words.expect("(")
        first = self._end()
        self._words.expect(",")
        last = self._end()
        self._words.expect(")")
        return interval(at, first, last)

    def _end(self) -> Node | None:
        if self._words.next.kind == "text":
            self._budget.leaf(self._words.next.at)
            return read_end(self._words.next.at, self._text(""))
        return self._atom()


def read_text(text: str) -> Node:
    """The tree of a cql2-text filter.

    >>> read_text("year >= 2020").name
    '>='

    Raises:
        BadFilter: it does not follow the grammar, or is too large.
    """
    return _Reader(text).whole()
