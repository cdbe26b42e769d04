"""The report at the end of an import of calls."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from apps.works.actions import Imported, Placed
from apps.works.queries import works_by_level
from data.sources.bo_sicoes import Tally

SINCE: Final = 2018
"""Calls name places more carefully since about then; both shares are told."""
_MOST: Final = 20


def report(tally: Tally, imported: Imported) -> str:
    """What was read, what it became, and where the works were placed."""
    lines = [*_read(tally), *_became(imported), *placing_lines(imported.placed)]
    return "\n".join(lines)


def _read(tally: Tally) -> list[str]:
    lines = [
        _("Rows read: %s") % f"{tally.rows:,}",
        _("  own calls for works: %s") % f"{tally.works:,}",
    ]
    lines += [f"  {name}: {count:,}" for name, count in tally.other_types.most_common()]
    others = sum(tally.other_bodies.values())
    lines.append(_("  other bodies: %s") % f"{others:,}")
    lines += [f"    {name}: {count:,}" for name, count in tally.other_bodies.most_common(5)]
    if tally.refused:
        lines.append(_("  refused: %s") % f"{tally.refused:,}")
    if not tally.works:
        told = _(
            "No call for works of the entity %s was read: the register stays as it was."
        )
        lines.append(told % settings.MUNICIPALITY.sicoes_entity)
    return lines


def _became(imported: Imported) -> list[str]:
    lines = [
        _("Works: %(added)s new, %(changed)s changed.") % vars(imported.works),
        _("Calls: %(added)s new, %(changed)s changed.") % vars(imported.calls),
    ]
    if imported.conflicts:
        lines.append(
            _("%s CUCE came more than once with differing content; the last one counted.")
            % imported.conflicts
        )
    if imported.demo_removed:
        lines.append(_("%s demonstration works left.") % imported.demo_removed)
    return lines


def placing_lines(placed: Placed) -> list[str]:
    """Share of works at each level, and the names that the territory lacks."""
    levels = works_by_level(since=SINCE)
    total = sum(level.works for level in levels.values())
    recent = sum(level.works_since for level in levels.values())
    lines = [
        _("Places: %(works)s works, %(recent)s of them since %(since)s.")
        % {"works": f"{total:,}", "recent": f"{recent:,}", "since": SINCE}
    ]
    for level, count in levels.items():
        lines.append(
            f"  {level.label}: {count.works:,} ({_share(count.works, total)}), "
            f"{count.works_since:,} ({_share(count.works_since, recent)})"
        )
    if placed.unmatched:
        names = placed.unmatched.most_common(_MOST)
        told = ", ".join(f"{name} ({count})" for name, count in names)
        lines.append(_("Names without a row in the territory: %s") % told)
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"
