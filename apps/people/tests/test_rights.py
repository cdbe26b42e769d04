"""Who may do what on which day, and the reason that `why` gives for it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from apps.people.actions import appoint, end_holding, grant_permission, withdraw_grant
from apps.people.actions.refusals import GrantedAlready, NotRegistered, OwnPost, PostTaken
from apps.people.models import Grant
from apps.people.queries import known_permissions, viewer_of_account
from apps.people.tests.making import (
    ADMIN,
    ALWAYS,
    TODAY,
    day,
    days,
    give,
    hold,
    make_account,
    make_ci,
    make_person,
    make_post,
)
from apps.territory.tests.making import make_district
from geo.access import ANYONE, NotAllowed, Viewer

pytestmark = pytest.mark.django_db

SEE = "people.see"


def test_a_holder_has_what_was_granted_to_the_post():
    ana, post = make_person(), make_post()
    hold(ana, post)
    give(post, SEE)

    viewer = viewer_of_account(make_account(ana), TODAY)

    assert viewer.may(SEE)
    assert not viewer.may("people.merge")
    assert (viewer.posts, viewer.person_id) == (frozenset({"cajera"}), ana.pk)


@pytest.mark.parametrize(
    ("held", "granted", "may"),
    [
        pytest.param(ALWAYS, ALWAYS, True, id="always"),
        pytest.param(days("2026-08-14"), ALWAYS, True, id="first day of the post"),
        pytest.param(
            days("2026-01-01", "2026-08-14"), ALWAYS, False, id="day after the last"
        ),
        pytest.param(days("2026-08-15"), ALWAYS, False, id="from tomorrow on"),
        pytest.param(ALWAYS, days("2026-08-15"), False, id="granted from tomorrow on"),
        pytest.param(ALWAYS, days("2026-01-01", "2026-08-14"), False, id="taken back"),
    ],
)
def test_posts_and_grants_count_on_their_days_only(held, granted, may):
    ana, post = make_person(), make_post()
    hold(ana, post, held)
    give(post, SEE, over=granted)
    assert viewer_of_account(make_account(ana), TODAY).may(SEE) is may


def test_an_acting_holder_exercises_the_post_alone():
    ana, beto, post = make_person("Ana"), make_person("Beto"), make_post()
    hold(ana, post)
    hold(beto, post, days("2026-08-10", "2026-08-20"), acting=True)
    give(post, SEE)
    accounts = make_account(ana), make_account(beto, "beto")

    def may(on: str) -> list[bool]:
        return [viewer_of_account(each, day(on)).may(SEE) for each in accounts]

    assert may("2026-08-09") == [True, False]
    assert may("2026-08-10") == [False, True]
    assert may("2026-08-20") == [True, False]


def test_a_grant_for_a_district_holds_there_and_nowhere_else():
    ana, post = make_person(), make_post()
    five, four = make_district(5), make_district(4)
    hold(ana, post)
    give(post, SEE, five)
    give(post, "people.register", four)

    viewer = viewer_of_account(make_account(ana), TODAY)

    assert viewer.district_grants == {SEE: {5}, "people.register": {4}}
    assert not viewer.may(SEE)
    permission = known_permissions()[SEE]
    permission.require(viewer, district=5)
    with pytest.raises(NotAllowed, match="4"), translation.override("en"):
        permission.require(viewer, district=4)


def test_who_holds_no_post_any_more_is_no_staff():
    ana = make_person()
    holding = hold(ana, make_post())
    user = make_account(ana)
    assert viewer_of_account(user, TODAY).is_staff
    end_holding(holding, on=TODAY, by=ADMIN)
    assert not viewer_of_account(user, TODAY).is_staff


def test_accounts_of_nobody_in_particular_follow_their_own_flag():
    assert viewer_of_account(make_account(None, "gis"), TODAY).is_staff
    assert not viewer_of_account(make_account(None, "web", is_staff=False), TODAY).is_staff
    assert viewer_of_account(make_account(None, "root", is_superuser=True), TODAY).holds_all


def test_a_citizen_is_known_and_is_no_staff():
    vecina = make_person("Rosa")
    viewer = viewer_of_account(make_account(vecina, "rosa", is_staff=False), TODAY)
    assert (viewer.person_id, viewer.is_staff, viewer.name) == (vecina.pk, False, "rosa")


def test_the_viewer_costs_one_statement():
    ana, post = make_person(), make_post()
    hold(ana, post)
    for name in (SEE, "people.merge", "people.audit"):
        give(post, name)
    user = make_account(ana)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        viewer_of_account(user, TODAY)
    assert len(asked) == 1


def test_nobody_gives_permissions_to_the_own_post():
    post = make_post()
    by = Viewer(name="ana", posts=frozenset({"cajera"}), grants=frozenset({"people.grant"}))
    with pytest.raises(OwnPost):
        grant_permission(post, SEE, ALWAYS, basis="I like it", by=by)
    assert not Grant.objects.exists()


def test_only_permissions_that_exist_are_granted_and_once():
    post = make_post()
    with pytest.raises(NotRegistered):
        grant_permission(post, "people.fly", ALWAYS, basis="MOF", by=ADMIN)
    give(post, SEE)
    with pytest.raises(GrantedAlready):
        give(post, SEE, over=days("2026-01-01", "2026-02-01"))


def test_a_grant_that_was_taken_back_stays_on_record():
    give(make_post(), SEE, over=days("2026-01-01"))
    withdraw_grant(Grant.objects.get(), on=TODAY, by=ADMIN)
    assert Grant.objects.get().days == days("2026-01-01", "2026-08-14")
    withdraw_grant(Grant.objects.get(), on=day("2026-01-01"), by=ADMIN)
    assert not Grant.objects.exists()


def test_a_post_that_is_held_is_not_given_away():
    ana, beto, post = make_person("Ana"), make_person("Beto"), make_post()
    hold(ana, post)
    with pytest.raises(PostTaken):
        hold(beto, post)
    with pytest.raises(NotRegistered):
        appoint(beto, make_post("otro", post.office), ALWAYS, act=" ", by=ADMIN)


@pytest.mark.parametrize(
    "act",
    [
        lambda post: give_by_nobody(post),
        lambda post: appoint(make_person(), post, ALWAYS, act="RA", by=ANYONE),
    ],
    ids=["grant", "appoint"],
)
def test_acts_on_rights_need_a_permission(act):
    with pytest.raises(NotAllowed):
        act(make_post())


def give_by_nobody(post):
    grant_permission(post, SEE, ALWAYS, basis="MOF", by=ANYONE)


def why(capsys, person: str, permission: str = SEE, **given: object) -> str:
    with translation.override("en"):
        call_command("why", person, permission, on=TODAY, **given)
    return str(capsys.readouterr().out)


def test_why_tells_the_rule_that_gives(capsys):
    ana, post = make_person(**make_ci("1234567", "1A")), make_post()
    hold(ana, post)
    give(post, SEE, make_district(5))

    told = why(capsys, "1234567-1A CB")

    assert "YES, in districts 5 only." in told
    assert "Cajera (Caja)" in told
    assert "D-5 [2020-01-01, …) «MOF 2026»: counts" in told


def test_why_tells_the_rule_that_denies(capsys):
    ana, beto, post = make_person("Ana"), make_person("Beto"), make_post()
    hold(ana, post)
    hold(beto, post, days("2026-08-10", "2026-08-20"), acting=True)
    give(post, SEE)
    make_account(ana)

    told = why(capsys, "ana")

    assert "NO." in told
    assert "the post is exercised by Beto Mamani" in told


@pytest.mark.parametrize(
    ("held", "granted", "reason"),
    [
        (days("2026-08-15"), ALWAYS, "the post is not held on that day"),
        (ALWAYS, days("2026-08-15"), "the post has no such grant on that day"),
        (ALWAYS, None, "the post has no such grant on that day"),
    ],
)
def test_why_tells_which_days_are_wrong(capsys, held, granted, reason):
    ana, post = make_person(), make_post()
    hold(ana, post, held)
    if granted is not None:
        give(post, SEE, over=granted)
    told = why(capsys, str(ana.pk))
    assert "NO." in told
    assert reason in told


def test_why_does_not_take_another_permission_for_the_one_asked_about(capsys):
    ana, post = make_person(), make_post()
    hold(ana, post)
    give(post, "people.merge")
    told = why(capsys, str(ana.pk))
    assert "NO." in told
    assert "the post has no such grant on that day" in told
    assert ": counts" not in told


def test_why_tells_of_posts_never_held_and_of_administrators(capsys):
    assert "No post was ever held." in why(capsys, str(make_person().pk))
    ana = make_person()
    make_account(ana, is_superuser=True)
    assert "YES, everywhere" in why(capsys, "ana")


def test_why_refuses_who_and_what_does_not_exist():
    with pytest.raises(CommandError, match=r"people\.see"):
        call_command("why", "ana", "people.fly")
    with pytest.raises(CommandError, match="nobody"):
        call_command("why", "nobody", SEE)
    for complement in ("1A", "1B"):
        make_person(**make_ci("7654321", complement))
    with pytest.raises(CommandError):  # the number alone names two people
        call_command("why", "7654321", SEE)


def test_every_permission_is_known_by_its_name():
    known = known_permissions()
    assert {SEE, "people.grant", "works.import_calls", "territory.edit"} <= set(known)
    assert all(name == each.name and each.title for name, each in known.items())
    assert dt.date(2026, 8, 14) == TODAY
