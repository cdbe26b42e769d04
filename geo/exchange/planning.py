"""Completes a mapping: what it leaves out is matched by name, or keeps its default."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as Table
from string import Formatter
from typing import Final

from django.utils.translation import gettext as _

from geo.exchange.mapping import REST, Mapping
from geo.exchange.plan import LINE, Filling, Joining, Plan
from geo.exchange.refusals import WrongMapping, listed
from geo.exchange.register import Importable, Link
from geo.exchange.targets import Kind, Target, targets_of
from geo.exchange.words import fold

MARKS_IN_NAMES: Final = set(".[]!")
"""What would let a pattern reach into Python objects."""

WIDEST: Final = 200
"""Characters up to which a pattern may fill one value with blanks or zeros."""

HIGHEST_LINE: Final = 1 << 40
"""What a pattern is tried with: beyond every letter, should it make one of the number."""


def make_plan(
    columns: tuple[str, ...],
    *,
    into: Importable,
    mapping: Mapping,
    constants: Table[str, str],
) -> Plan:
    """Decide where each field's value comes from; `constants` fill what is left.

    Raises:
        WrongMapping: the mapping names what file or layer does not have, or something
            the layer needs comes from nowhere.
    """
    targets = targets_of(into)
    _check_names(mapping, targets, into)
    fillings = [
        _filling(target, columns, into=into, mapping=mapping, constants=constants)
        for target in targets
    ]
    joinings = [_joining(link, columns, into=into, mapping=mapping) for link in into.links]
    plan = Plan(
        into=into,
        fillings=tuple(fillings),
        joinings=tuple(joining for joining in joinings if joining is not None),
        only=mapping.only,
    )
    _must_know(
        plan.columns, columns, _("The file has no column %(unknown)s; it has %(known)s.")
    )
    return plan


def _check_names(mapping: Mapping, targets: tuple[Target, ...], into: Importable) -> None:
    named = [*mapping.fields, *mapping.constants, *mapping.generate, *mapping.words]
    fields = [target.name for target in targets]
    links = [link.field for link in into.links if link.key]
    _must_know(named, fields, _("The layer has no field %(unknown)s; it has %(known)s."))
    _must_know(
        mapping.links, links, _("The layer has no link %(unknown)s; it has %(known)s.")
    )
    for pattern in mapping.generate.values():
        _check_pattern(pattern)


def _must_know(named: Iterable[str], known: Iterable[str], sentence: str) -> None:
    known = list(known)
    unknown = [name for name in named if name not in known]
    if unknown:
        raise WrongMapping(sentence % {"unknown": listed(unknown), "known": listed(known)})


def _check_pattern(pattern: str) -> None:
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise WrongMapping(
            _("The pattern “%(pattern)s” has an open brace.") % {"pattern": pattern}
        ) from error
    names = [name for _text, name, _spec, _how in parts if name is not None]
    _check_specs(pattern, [spec or "" for _text, _name, spec, _how in parts])
    if not names or any(not name or MARKS_IN_NAMES & set(name) for name in names):
        raise WrongMapping(
            _("The pattern “%(pattern)s” must name columns or {line}.")
            % {"pattern": pattern}
        )
    if any(name.isdecimal() for name in names):
        raise WrongMapping(
            _(
                "The pattern “%(pattern)s” has a name of digits only, which patterns "
                "cannot use; name a column, or rename such a column in the file."
            )
            % {"pattern": pattern}
        )
    try:
        pattern.format(**{**dict.fromkeys(names, ""), LINE: HIGHEST_LINE})
    except (ValueError, OverflowError) as error:
        raise WrongMapping(
            _("The pattern “%(pattern)s” formats a text as a number.")
            % {"pattern": pattern}
        ) from error


def _check_specs(pattern: str, specs: list[str]) -> None:
    """Refuse widths that the rows would decide, and those that would fill the memory."""
    if any("{" in spec for spec in specs):
        raise WrongMapping(
            _("The pattern “%(pattern)s” has braces within braces.") % {"pattern": pattern}
        )
    widths = [each for spec in specs for each in re.findall(r"\d+", spec)]
    # Before they are numbers: nobody needs to read one of a million digits.
    if any(len(each) > len(str(WIDEST)) or int(each) > WIDEST for each in widths):
        raise WrongMapping(
            _("The pattern “%(pattern)s” makes a value wider than %(most)d characters.")
            % {"pattern": pattern, "most": WIDEST}
        )


def _filling(
    target: Target,
    columns: tuple[str, ...],
    *,
    into: Importable,
    mapping: Mapping,
    constants: Table[str, str],
) -> Filling:
    given = {**into.words.get(target.name, {}), **mapping.words.get(target.name, {})}
    words, otherwise = _vocabulary(target, given)
    if target.name in mapping.generate:
        return Filling(target=target, pattern=mapping.generate[target.name])
    if target.name in mapping.fields:
        column = mapping.fields[target.name]
        return Filling(target=target, column=column, words=words, otherwise=otherwise)
    constant = mapping.constants.get(target.name, constants.get(target.name))
    if constant is not None:
        return Filling(target=target, constant=_judged(constant, target))
    found = called_like(target.name, columns, into)
    if found and target.name not in mapping.left_alone:
        return Filling(target=target, column=found, words=words, otherwise=otherwise)
    if target.required:
        raise WrongMapping(
            _(
                "Nothing fills “%(field)s”. Say its column under [fields] in a mapping "
                "(--mapping), or a value under [constants]; the columns are %(columns)s."
            )
            % {"field": target.name, "columns": listed(columns)}
        )
    return Filling(target=target, constant=target.default)


def _joining(
    link: Link, columns: tuple[str, ...], *, into: Importable, mapping: Mapping
) -> Joining | None:
    column = mapping.links.get(link.field, "")
    if not column and link.key and link.field not in mapping.left_alone:
        column = called_like(link.field, columns, into)
    if column or link.ground:
        return Joining(link=link, column=column)
    if not into.model._meta.get_field(link.field).null:
        raise WrongMapping(
            _("Nothing names “%(field)s”. Say its column under [links] in a mapping.")
            % {"field": link.field}
        )
    return None


def called_like(name: str, columns: tuple[str, ...], into: Importable) -> str:
    """The column that is called like the field or one of its usual names; empty if none."""
    folded = {fold(column): column for column in reversed(columns)}
    for candidate in (name, *into.aliases.get(name, ())):
        if fold(candidate) in folded:
            return folded[fold(candidate)]
    return ""


def _vocabulary(
    target: Target, given: Table[str, str]
) -> tuple[dict[str, str], str | None]:
    """Folded words and what is stored for them: its value, its title, and what is given."""
    if not target.words and not given:
        return {}, None
    stored = {fold(value): value for value, _title in target.words}
    stored |= {fold(str(title)): value for value, title in target.words}
    stored |= {fold(word): value for word, value in given.items() if word != REST}
    for value in given.values():
        _judged(value, target)
    return stored, given.get(REST)


def _judged(value: str, target: Target) -> str:
    """A value that stands for many rows must be right before the first is read."""
    allowed = [word for word, _title in target.words]
    wrong = bool(allowed) and value not in allowed
    wrong |= target.longest is not None and len(value) > target.longest
    wrong |= target.kind is Kind.INTEGER and not value.lstrip("-").isdecimal()
    wrong |= target.required and not value.strip()
    if wrong:
        raise WrongMapping(
            _("“%(value)s” cannot be stored as “%(field)s”; %(hint)s")
            % {"value": value[:80], "field": target.name, "hint": listed(allowed)}
        )
    return value
