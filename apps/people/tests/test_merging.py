"""Two entries of one party become one, with everything that pointed to the duplicate."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from apps.people.actions import add_contact, give_consent, merge_parties, move_stragglers
from apps.people.actions.merging import pointers
from apps.people.actions.refusals import CannotMerge
from apps.people.models import ContactPoint, Holding, Party, PartyMerge, Person
from apps.people.queries import search_parties, survivor_of
from apps.people.terms import STAYS_WHEN_MERGED
from apps.people.tests.making import (
    ADMIN,
    TODAY,
    hold,
    make_account,
    make_ci,
    make_organisation,
    make_person,
    make_post,
)

pytestmark = pytest.mark.django_db

DEBTS = f"""
CREATE TABLE debt (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  party_id bigint NOT NULL REFERENCES people_party (id) DEFERRABLE INITIALLY DEFERRED,
  person_id bigint REFERENCES people_person (party_id),
  issued_to bigint REFERENCES people_party (id),
  year int NOT NULL,
  UNIQUE (party_id, year)
);
COMMENT ON COLUMN debt.issued_to IS '{STAYS_WHEN_MERGED}';
"""


@pytest.fixture
def debts() -> Iterator[None]:
    """A table of a register above, which the register of people has never heard of."""
    with connection.cursor() as cursor:
        cursor.execute(DEBTS)
    yield


def owe(party: Party, year: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO debt (party_id, person_id, issued_to, year)"
            " VALUES (%s, %s, %s, %s)",
            [party.pk, party.pk, party.pk, year],
        )


def debtors() -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT party_id, person_id, issued_to FROM debt ORDER BY year")
        return [tuple(row) for row in cursor.fetchall()]


def merge(duplicate: Party, into: Party, reason: str = "same card") -> PartyMerge:
    return merge_parties(duplicate, into=into, reason=reason, by=ADMIN)


def pair() -> tuple[Party, Party]:
    return make_person("Ana").party, make_person("Ana María").party


def test_what_points_to_the_duplicate_points_to_the_survivor(debts):
    lost, kept = pair()
    owe(lost, 2025)

    log = merge(lost, kept)

    assert debtors() == [(kept.pk, kept.pk, lost.pk)]
    assert log.moved == {"debt.party_id": [[1]], "debt.person_id": [[1]]}


def test_the_duplicate_stays_and_says_who_it_is():
    lost, kept = pair()
    merge(lost, kept)
    lost.refresh_from_db()
    assert survivor_of(lost) == kept
    assert survivor_of(kept) == kept
    found = search_parties(Party.objects.all(), "ana mamani")
    assert set(found) == {lost, kept}


def test_a_chain_of_merges_is_one_step_long():
    first, second = pair()
    third = make_person("Anita").party
    merge(first, second)
    merge(second, third)
    first.refresh_from_db()
    assert first.survivor == third
    assert PartyMerge.objects.get(merged=first).survivor == second


def test_the_log_has_what_was_said_word_for_word():
    lost = make_person("Ana", **make_ci("1234567")).party
    kept = make_person("Ana").party
    add_contact(lost, "phone", "70712345", by=ADMIN)
    log = merge(lost, kept, " same face ")
    assert (log.by, log.reason) == ("admin", "same face")
    assert log.before["person"]["document_number"] == "1234567"
    assert log.before["contacts"][0]["value"] == "+59170712345"


def test_papers_that_only_the_duplicate_has_go_over():
    lost = make_person("Ana", **make_ci("1234567"), born_on=TODAY).party
    kept = make_person("Ana").party
    merge(lost, kept)
    person = Person.objects.get(party=kept)
    assert (person.document, person.born_on) == ("1234567 CB", TODAY)
    assert Person.objects.get(party=lost).document == ""


def test_the_survivor_keeps_its_own_papers():
    lost = make_person("Ana", **make_ci("1234567")).party
    kept = make_person("Ana", **make_ci("1234567", "1A")).party
    merge(lost, kept)
    assert Person.objects.get(party=kept).document == "1234567-1A CB"


def test_a_tax_number_goes_over():
    lost, kept = make_organisation("OTB Norte", "1020304050"), make_organisation("OTB Nte")
    merge(lost, kept)
    kept.organisation.refresh_from_db()
    assert kept.organisation.nit == "1020304050"


def test_what_both_say_is_said_once():
    lost, kept = pair()
    for party in (lost, kept):
        add_contact(party, "phone", "70712345", by=ADMIN)
        give_consent(party, "notices", on=TODAY, proof="form", by=ADMIN)
    add_contact(lost, "email", "ana@correo.bo", by=ADMIN)
    merge(lost, kept)
    contacts = ContactPoint.objects.order_by("kind").values_list("party", "value")
    assert list(contacts) == [(kept.pk, "ana@correo.bo"), (kept.pk, "+59170712345")]
    assert kept.consents.count() == 1


def test_posts_and_accounts_go_over():
    lost, kept = pair()
    hold(lost.person, make_post())
    make_account(lost.person)
    merge(lost, kept)
    assert Holding.objects.get().person_id == kept.pk
    assert kept.person.account.user.username == "ana"


def test_what_only_one_may_have_is_settled_first_and_nothing_is_changed(debts):
    lost, kept = pair()
    for party in (lost, kept):
        owe(party, 2025)
    with pytest.raises(CannotMerge, match="debt"):
        merge(lost, kept)
    lost.refresh_from_db()
    assert lost.survivor is None
    assert [row[0] for row in debtors()] == [lost.pk, kept.pk]
    assert not PartyMerge.objects.exists()


def test_rows_that_nothing_may_change_stop_the_merge(debts):
    lost, kept = pair()
    owe(lost, 2025)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE FUNCTION debt_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'no' USING ERRCODE = 'restrict_violation'; END $$;"
            "CREATE TRIGGER stays BEFORE UPDATE ON debt FOR EACH ROW"
            " EXECUTE FUNCTION debt_stays()"
        )
    with pytest.raises(CannotMerge, match="debt"):
        merge(lost, kept)


def test_what_cannot_be_one_is_refused():
    lost, kept = pair()
    with pytest.raises(CannotMerge):
        merge(lost, lost)
    with pytest.raises(CannotMerge):
        merge(lost, make_organisation())
    with pytest.raises(CannotMerge):
        merge(lost, kept, "  ")
    merge(lost, kept)
    with pytest.raises(CannotMerge):
        merge(lost, kept)
    with pytest.raises(CannotMerge):
        merge(make_person().party, lost)


def test_what_was_written_late_for_a_duplicate_is_moved_on(debts):
    lost, kept = pair()
    merge(lost, kept)
    owe(lost, 2026)
    assert move_stragglers(by=ADMIN) == 2
    assert debtors() == [(kept.pk, kept.pk, lost.pk)]
    call_command("settle_merges")
    assert move_stragglers(by=ADMIN) == 0


def test_every_pointer_of_ours_is_found_or_says_that_it_stays():
    names = {pointer.name for pointer in pointers()}
    assert {
        "people_account.person_id",
        "people_consent.party_id",
        "people_contactpoint.party_id",
        "people_holding.person_id",
        "people_organisation.representative_id",
        "people_partyaddress.party_id",
        "people_vulnerability.person_id",
    } <= names
    assert not names & {"people_partymerge.merged_id", "people_personaldataread.party_id"}


def merge_elsewhere(lost: Party, kept: Party) -> None:
    try:
        merge(lost, kept)
    finally:
        connection.close()


def until_somebody_waits() -> None:
    """Until a transaction of this database waits for the lock of another."""
    waiting = (
        "SELECT EXISTS (SELECT FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock')"
    )
    with connection.cursor() as cursor:
        for _attempt in range(20_000):
            cursor.execute(waiting)
            if cursor.fetchone() == (True,):
                return
    raise AssertionError("nobody waited")


@pytest.mark.django_db(transaction=True)
def test_who_writes_for_a_duplicate_while_it_is_merged_waits_and_is_moved():
    """A row that is being written when the merge begins is moved too."""
    lost, kept = pair()
    begun, go = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                ContactPoint.objects.create(party=lost, kind="phone", value="+59170712345")
                begun.set()
                assert go.wait(20)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(20)
    merger = threading.Thread(target=merge_elsewhere, args=(lost, kept))
    merger.start()
    until_somebody_waits()
    go.set()
    writer.join()
    merger.join()
    assert ContactPoint.objects.get().party_id == kept.pk


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_each_other_at_once_are_put_in_line():
    one, other = pair()
    ended: list[str] = []

    def run(lost: Party, kept: Party) -> None:
        try:
            merge(lost, kept)
            ended.append("merged")
        except (CannotMerge, IntegrityError) as refused:
            ended.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=each) for each in ((one, other), (other, one))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["CannotMerge", "merged"]
    assert Party.objects.standing().count() == 1
