"""What the database refuses about water, whoever writes and however."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.gis.geos import LineString, Point
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange

from apps.water.models import (
    Account,
    Asset,
    CategoryChange,
    Connection,
    Main,
    Node,
    Operator,
    Rationing,
    Tariff,
    TariffBlock,
)
from apps.water.terms import AccountState, AssetKind, TariffKind
from apps.water.tests.making import (
    BS,
    YEAR,
    days,
    make_account,
    make_connection,
    make_fitting,
    make_holding,
    make_meter,
    make_operator,
    make_party,
    make_tariff,
    settle,
)

pytestmark = pytest.mark.django_db

JULY = dt.date(2026, 7, 1)


@contextmanager
def refused(rule: str) -> Iterator[None]:
    """What is done inside is refused by the rule of this name, at the end at the latest."""
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        yield
        settle()


def test_an_account_number_is_of_one_operator_single() -> None:
    make_account(number="100")
    make_account(number="100", operator=make_operator("otb-norte"))
    with refused("water_account_number_is_single"):
        make_account(number="100")


@pytest.mark.parametrize("number", ["", " 7", "7;8", "-7"])
def test_an_account_number_looks_like_one(number: str) -> None:
    with refused("water_account_number_has_its_shape"):
        make_account(number=number)


def test_an_account_is_of_its_connections_operator() -> None:
    with refused("water_account_is_of_the_connections_operator"):
        make_account(make_connection(), operator=make_operator("otb-norte"))


def test_one_connection_has_one_account_at_a_time() -> None:
    first = make_account()
    with refused("water_account_is_alone_on_its_connection"):
        make_account(first.connection)
    first.state, first.days = AccountState.CLOSED, days(YEAR, JULY)
    first.save()
    make_account(first.connection, days=days(JULY))


def test_a_closed_account_has_its_last_day_and_an_open_one_none() -> None:
    account = make_account()
    with refused("water_account_state_follows_its_days"):
        Account.objects.filter(pk=account.pk).update(state=AccountState.CLOSED)
    with refused("water_account_state_follows_its_days"):
        Account.objects.filter(pk=account.pk).update(days=days(YEAR, JULY))


def test_an_account_has_one_holder_at_a_time() -> None:
    account = make_account()
    make_holding(account, days=days(YEAR, JULY))
    make_holding(account, days=days(JULY))
    with refused("water_holding_is_one_at_a_time"):
        make_holding(account, days=days(dt.date(2026, 6, 30), JULY))


def test_a_holding_has_a_beginning() -> None:
    with refused("water_holding_days_have_a_beginning"):
        make_holding(make_account(), days=DateRange(None, JULY))


def test_two_accounts_never_share_a_meter() -> None:
    meter = make_meter()
    make_fitting(meter, make_account().connection, days=days(YEAR, JULY))
    make_fitting(meter, make_account().connection, days=days(JULY))
    with refused("water_meter_counts_at_one_place"):
        make_fitting(meter, make_account().connection)


def test_two_meters_never_count_at_one_connection() -> None:
    connected = make_connection()
    make_fitting(make_meter(), connected)
    with refused("water_connection_has_one_meter"):
        make_fitting(make_meter(), connected)


def test_a_serial_number_is_of_one_operator_single() -> None:
    make_meter(serial="A1")
    make_meter(make_operator("otb-norte"), serial="A1")
    with refused("water_meter_serial_is_single"):
        make_meter(serial="A1")


def test_a_meter_counts_for_its_own_operator() -> None:
    meter = make_meter(make_operator("otb-norte"))
    with refused("water_fitting_is_of_one_operator"):
        make_fitting(meter, make_connection())
    own = make_fitting(make_meter(), make_connection())
    own.meter = meter
    with refused("water_fitting_is_of_one_operator"):
        own.save()


def test_a_tariff_needs_its_norm() -> None:
    with refused("water_tariff_legal_basis_is_said"):
        make_tariff(legal_basis=" ")


def test_two_tariffs_of_a_category_are_never_in_force_together() -> None:
    make_tariff(days=days(YEAR, JULY))
    make_tariff(days=days(JULY))
    make_tariff((0, None, "2.00"))
    with refused("water_tariff_is_one_on_any_day"):
        make_tariff(days=days(dt.date(2026, 6, 30), JULY))


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([(0, 10, "1.00"), (11, None, "2.00")], id="a gap"),
        pytest.param([(1, None, "1.00")], id="nothing from nothing upwards"),
        pytest.param([(0, 10, "1.00")], id="an end"),
    ],
)
def test_the_blocks_of_a_tariff_leave_no_gap(blocks: list[tuple]) -> None:
    with refused("water_tariff_blocks_are_complete"):
        make_tariff(*blocks)


def test_a_tariff_by_blocks_has_blocks_and_a_flat_one_none() -> None:
    with refused("water_tariff_blocks_are_complete"):
        make_tariff(kind=TariffKind.BLOCKS, is_metered=True)
    with refused("water_tariff_blocks_are_complete"):
        make_tariff((0, None, "1.00"), kind=TariffKind.FLAT)
    with refused("water_tariff_by_blocks_needs_a_meter"):
        make_tariff((0, None, "1.00"), is_metered=False)


def test_the_blocks_of_a_tariff_never_overlap() -> None:
    with refused("water_tariffblock_overlaps_none"):
        make_tariff((0, 11, "1.00"), (10, None, "2.00"))


@pytest.mark.parametrize(
    "cubic_metres",
    [
        NumericRange(-1, 5),
        NumericRange(0, 5, "[]"),
        NumericRange(5, 5),
        NumericRange(None, 5),
    ],
)
def test_a_block_has_its_range(cubic_metres: NumericRange) -> None:
    tariff = make_tariff()
    with refused("water_tariffblock_has_its_range"):
        TariffBlock.objects.create(
            tariff=tariff, cubic_metres=cubic_metres, unit_amount=BS(1)
        )


def test_taking_a_block_out_leaves_no_gap_either() -> None:
    tariff = make_tariff((0, 10, "1.00"), (10, None, "2.00"))
    settle()
    with refused("water_tariff_blocks_are_complete"):
        tariff.blocks.filter(unit_amount=2).delete()
    Tariff.objects.filter(pk=tariff.pk).delete()
    settle()


def test_a_supply_calendar_says_each_hour_once() -> None:
    operator = make_operator()
    given = {"operator": operator, "days": days(), "weekday": 1, "reason": "Sequía"}
    Rationing.objects.create(starts=dt.time(5), ends=dt.time(9), **given)
    Rationing.objects.create(starts=dt.time(18), **given)
    with refused("water_rationing_is_said_once"):
        Rationing.objects.create(starts=dt.time(8), ends=dt.time(10), **given)
    with refused("water_rationing_is_said_once"):
        Rationing.objects.create(starts=dt.time(23), **given)
    with refused("water_rationing_ends_later"):
        Rationing.objects.create(starts=dt.time(12), ends=dt.time(11), **given)


def test_a_main_is_a_line_and_a_well_a_point() -> None:
    given = {"operator": make_operator(), "source": "test"}
    here = Point(-66.28, -17.4, srid=4326)
    line = LineString((-66.28, -17.4), (-66.279, -17.4), srid=4326)
    with refused("water_asset_has_the_shape_of_its_kind"):
        Asset.objects.create(code="m", kind=AssetKind.MAIN, shape=here, **given)
    with refused("water_asset_has_the_shape_of_its_kind"):
        Asset.objects.create(code="w", kind=AssetKind.WELL, shape=line, **given)


def main_between(operator: Operator, first: Node, last: Node, line: LineString) -> Main:
    asset = Asset.objects.create(
        operator=operator, code="M-1", kind=AssetKind.MAIN, shape=line, source="test"
    )
    return Main.objects.create(asset=asset, from_node=first, to_node=last)


def test_a_main_ends_at_its_nodes() -> None:
    operator = make_operator()
    line = LineString((-66.28, -17.4), (-66.279, -17.4), srid=4326)
    first, last = (
        Node.objects.create(operator=operator, position=Point(*end, srid=4326))
        for end in (line.coords[0], line.coords[-1])
    )
    with refused("water_main_ends_at_its_nodes"):
        main_between(operator, last, first, line)
    with refused("water_main_leads_somewhere"):
        main_between(operator, first, first, line)
    main_between(operator, first, last, line)
    settle()
    with refused("water_main_ends_at_its_nodes"):
        Node.objects.filter(pk=last.pk).update(position=Point(-66.2, -17.4, srid=4326))


def test_a_connection_outside_every_otb_is_kept_and_found() -> None:
    account = make_account()
    assert list(Account.objects.outside_every_otb()) == [account]


def test_a_change_of_category_stays_as_it_was_written() -> None:
    change = CategoryChange.objects.create(
        account=make_account(),
        before="domestic",
        after="commercial",
        since=JULY,
        reason="Tienda a la calle",
        recorded_by="test",
    )
    with refused("water_categorychange_stays"):
        CategoryChange.objects.filter(pk=change.pk).update(reason="otra")
    with refused("water_categorychange_changes"):
        CategoryChange.objects.create(
            account=change.account,
            before="domestic",
            after="domestic",
            since=JULY,
            reason="x",
            recorded_by="test",
        )


def test_every_change_of_an_account_is_kept() -> None:
    account = make_account()
    account.category = "commercial"
    account.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT act, after ->> 'category' FROM documents_history"
            " WHERE table_name = 'water_account' AND record = %s ORDER BY id",
            [str(account.pk)],
        )
        assert cursor.fetchall() == [("added", "domestic"), ("changed", "commercial")]


def test_a_connection_needs_its_place() -> None:
    with refused("water_connection_position_is_valid"):
        Connection.objects.create(operator=make_operator(), position=Point(srid=4326))


def test_merged_parties_keep_their_accounts_holders_single() -> None:
    """Two holders one after the other may turn out to be one person."""
    account, one, other = make_account(), make_party(), make_party()
    make_holding(account, one, days=days(YEAR, JULY))
    second = make_holding(account, other, days=days(JULY))
    second.party = one
    second.save()
