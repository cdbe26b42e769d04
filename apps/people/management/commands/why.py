"""Say which rule gives or denies somebody a permission, post by post."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.people.domain.rights import Rule
from apps.people.models import Account, Person
from apps.people.queries import find_person, known_permissions, rules_of
from geo.management.arguments import day


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "person", help="account, key, or identity card such as '1234567-1A CB'"
        )
        parser.add_argument("permission", help="name such as people.see")
        parser.add_argument("--on", type=day, help="another day, as 2026-08-15")

    def handle(
        self, *, person: str, permission: str, on: dt.date | None, **_options: object
    ) -> None:
        known = known_permissions().get(permission)
        if known is None:
            names = ", ".join(known_permissions())
            raise CommandError(_("There is no such permission. These are: %s") % names)
        found = find_person(person)
        if found is None:
            raise CommandError(_("Nobody single is found by “%s”.") % person)
        when = on or timezone.localdate()
        said = {"name": found, "title": known.title, "day": when.isoformat()}
        self.stdout.write(_("%(name)s · %(title)s · %(day)s") % said)
        for line in _answer(found, permission, when):
            self.stdout.write(line)


def _answer(person: Person, permission: str, day: dt.date) -> Iterator[str]:
    """The answer, then every rule that was weighed for it."""
    rules = rules_of(person.pk, on=day)
    about = [rule for rule in rules if rule.permission == permission]
    counting = [rule for rule in about if rule.counts]
    account = Account.objects.select_related("user").filter(person=person).first()
    if account is not None and account.user.is_superuser:
        yield _("YES, everywhere: the account is the instance's own administrator.")
    elif any(rule.district is None for rule in counting):
        yield _("YES, everywhere.")
    elif counting:
        numbers = sorted({rule.district for rule in counting if rule.district is not None})
        yield _("YES, in districts %s only.") % ", ".join(map(str, numbers))
    else:
        yield _("NO.")
    yield from (f"  {_told(rule)}" for rule in about)
    if not about:
        held = {(rule.post, rule.since): rule for rule in rules if rule.post is not None}
        yield from (f"  {_told(_without_grant(rule))}" for rule in held.values())
    if not any(rule.post for rule in rules):
        yield "  " + _("No post was ever held.")


def _without_grant(rule: Rule) -> Rule:
    """The post alone: what it was granted besides is not what was asked about."""
    return replace(rule, permission=None, is_granted=False)


def _told(rule: Rule) -> str:
    """One rule in a line: the post and its days, the grant and its days, the verdict."""
    where = _("everywhere") if rule.district is None else f"D-{rule.district}"
    post = f"{rule.title} ({rule.office}), {rule.kind} {_days(rule.since, rule.until)}"
    if rule.permission is None:
        return f"{post}: {_verdict(rule)}"
    given = f"{where} {_days(rule.granted_since, rule.granted_until)} «{rule.basis}»"
    return f"{post} · {given}: {_verdict(rule)}"


def _days(since: dt.date | None, until: dt.date | None) -> str:
    return f"[{since or '…'}, {until or '…'})"


def _verdict(rule: Rule) -> str:
    if not rule.is_held:
        return _("does not count, the post is not held on that day")
    if not rule.is_exercised:
        return _("does not count, the post is exercised by %s") % rule.covered_by
    if rule.permission is None or not rule.is_granted:
        return _("does not count, the post has no such grant on that day")
    return _("counts")
