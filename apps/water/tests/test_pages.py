"""The pages of readings, bills and cuts, as clerks use them."""

from __future__ import annotations

import datetime as dt
import json
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from PIL import Image

from apps.people.tests.making import looked_at
from apps.water.models import Account, Bill, CutOrder, Reading
from apps.water.tests.billed import (
    bill,
    make_biller,
    make_scheme,
    make_user,
    meter_of,
    read,
)
from apps.water.tests.making import make_period
from apps.water.tests.test_billing import FLAT, METERED
from apps.water.tests.test_collecting import a_debtor, this_day
from geo.jobs.models import Job
from geo.jobs.working import work_off
from geo.pages.middleware import viewer_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    """A browser in which an administrator has signed in."""
    return signed_in("jefa")


def signed_in(name: str, *, superuser: bool = True) -> Client:
    user = User.objects.create_user(name, is_staff=True, is_superuser=superuser)
    client = Client()
    client.force_login(user)
    return client


def worked(act: str) -> Job:
    """The latest job of this act, done here and now."""
    job = Job.objects.filter(act=act).latest("created_at")
    user = User.objects.get(username=job.owner)
    work_off(job.pk, lambda name: viewer_for(user))
    job.refresh_from_db()
    assert job.status == "successful", job.message
    return job


@pytest.mark.parametrize("view", ["months", "periods", "cuts"])
def test_pages_without_anything_say_what_to_do(desk: Client, view: str) -> None:
    page = desk.get(reverse(f"water:{view}"))
    assert page.status_code == 200
    assert 'class="empty"' in page.text


@pytest.mark.parametrize("view", ["months", "periods", "cuts"])
def test_strangers_are_sent_to_sign_in_and_others_refused(view: str) -> None:
    address = reverse(f"water:{view}")
    assert Client().get(address).status_code == 302
    assert signed_in("otra", superuser=False).get(address).status_code == 403


@pytest.mark.bar("R56")
def test_a_route_is_typed_in_and_asks_about_what_is_lower(desk: Client) -> None:
    operator = make_biller()
    make_scheme(operator, METERED)
    first, second, third = (make_user(operator, metered=True) for _n in range(3))
    route = operator.routes.create(code="norte", name="Norte")
    for ordinal, each in enumerate((first, second, third), start=1):
        route.stops.create(connection=each.connection, ordinal=ordinal)
    april = make_period(dt.date(2026, 4, 1), operator=operator)
    for each in (first, second, third):
        read(each, april, "100")
    may = make_period(operator=operator)
    address = reverse("water:route", args=[may.pk, "norte"])
    typed = {
        f"valor-{meter_of(first)}": "1.234,5",
        f"valor-{meter_of(second)}": "99",
        f"valor-{meter_of(third)}": "12a",
    }
    answer = desk.post(address, typed)
    assert answer.status_code == 422
    holder = first.holdings.get().party.name
    assert holder in answer.text
    assert looked_at(holder) == {"jefa"}
    kept = may.readings.get()
    assert (kept.meter_id, str(kept.value)) == (meter_of(first), "1234.500")
    assert answer.text.count('aria-invalid="true"') == 2
    assert f'name="motivo-{meter_of(second)}"' in answer.text
    assert "12a" in answer.text
    again = {f"valor-{meter_of(second)}": "99", f"motivo-{meter_of(second)}": "Cambiado"}
    assert desk.post(address, again).status_code == 302
    assert Reading.objects.get(meter=meter_of(second), period=may).accepted_why


def test_a_photo_hangs_on_the_reading(desk: Client) -> None:
    operator = make_biller()
    account = make_user(operator, metered=True)
    route = operator.routes.create(code="norte", name="Norte")
    route.stops.create(connection=account.connection, ordinal=1)
    period = make_period(operator=operator)
    picture = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(picture, "JPEG")
    photo = SimpleUploadedFile("medidor.jpg", picture.getvalue(), "image/jpeg")
    meter = meter_of(account)
    typed = {f"valor-{meter}": "5", f"foto-{meter}": photo}
    desk.post(reverse("water:route", args=[period.pk, "norte"]), typed)
    assert period.readings.get().photo is not None


@pytest.mark.django_db(transaction=True)
def test_a_month_is_opened_estimated_billed_and_its_notices_drawn(desk: Client) -> None:
    operator = make_biller()
    make_scheme(operator, FLAT)
    make_scheme(operator, METERED)
    flat, metered = make_user(operator), make_user(operator, metered=True)
    route = operator.routes.create(code="norte", name="Norte")
    for ordinal, each in enumerate((metered, flat), start=1):
        route.stops.create(connection=each.connection, ordinal=ordinal)
    month = this_day().replace(day=1)
    form = {
        "operador": operator.code,
        "mes": f"{month:%Y-%m}",
        "vence": (month + dt.timedelta(days=60)).isoformat(),
    }
    desk.post(reverse("water:periods"), form)
    period = operator.periods.get()
    assert f"{month:%Y}" in desk.get(reverse("water:periods")).text
    assert route.name in desk.get(reverse("water:months")).text
    page = desk.get(reverse("water:period", args=[period.pk])).text
    assert metered.number in page
    desk.post(reverse("water:bill", args=[period.pk]))
    assert not Job.objects.exists()  # a meter is unread
    desk.post(reverse("water:estimate", args=[period.pk]))
    desk.post(reverse("water:bill", args=[period.pk]))
    worked("water.bill_period")
    assert Bill.objects.count() == 2
    desk.post(reverse("water:draw-notices", args=[period.pk, route.pk]))
    drawn = json.loads(worked("water.print_notices").result)
    assert drawn["notices"] == 2
    assert not looked_at(flat.holdings.get().party.name)
    paper = desk.get(reverse("water:notices", args=[period.pk, route.pk]))
    assert looked_at(flat.holdings.get().party.name) == {"jefa"}
    assert paper.content.startswith(b"%PDF")
    listed = desk.get(reverse("water:periods")).text
    assert f"{Bill.objects.aggregate(sum=Sum('amount'))['sum']}".replace(".", ",") in listed
    billed = desk.get(reverse("water:period", args=[period.pk])).text
    assert "avisos.pdf" in billed
    assert desk.post(reverse("water:bill", args=[period.pk])).status_code == 302
    assert Bill.objects.count() == 2


def act(client: Client, account: Account, que: str, **more: str) -> str:
    address = reverse("water:case", args=[account.pk])
    return client.post(address, {"que": que, **more}, follow=True).text


def test_a_cut_goes_through_two_hands_on_the_page(desk: Client) -> None:
    account, other = a_debtor(), signed_in("jefe")
    act(desk, account, "proponer", motivo="Dos facturas")
    order = CutOrder.objects.get()
    act(desk, account, "aprobar", orden=str(order.pk))
    order.refresh_from_db()
    assert order.state == "proposed"  # not by the same hand
    act(other, account, "aprobar", orden=str(order.pk))
    act(desk, account, "reclamar", clase="charge", texto="Ya pagué")
    act(desk, account, "cortar", orden=str(order.pk))
    order.refresh_from_db()
    assert order.state == "approved"  # the complaint stays it
    claim = account.claims.get()
    act(desk, account, "responder", reclamo=str(claim.pk), fallo="rejected", texto="No")
    act(desk, account, "cortar", orden=str(order.pk))
    order.refresh_from_db()
    assert order.state == "cut"
    listed = desk.get(reverse("water:cuts")).text
    assert account.number in listed
    assert desk.post(reverse("water:case", args=[account.pk]), {}).status_code == 404


def test_instalments_are_agreed_on_the_page(desk: Client) -> None:
    account = a_debtor()
    first = (this_day() + dt.timedelta(days=30)).isoformat()
    form = {"inicial": "5,50", "cuotas": "2", "desde": first, "norma": "RM 4/2025"}
    page = act(desk, account, "convenir", **form)
    assert "7,25" in page
    agreement = account.agreements.get()
    act(desk, account, "anular-convenio", convenio=str(agreement.pk), motivo="Error")
    act(desk, account, "proteger", clase="health", motivo="Diálisis")
    act(desk, account, "avisar", clase="debt", entrega="hand")
    assert account.notices.count() == 2


def test_billing_again_is_refused_in_words(desk: Client) -> None:
    operator = make_biller()
    make_scheme(operator, FLAT)
    make_user(operator)
    period = make_period(operator=operator)
    bill(period)
    page = desk.post(reverse("water:bill", args=[period.pk]), follow=True).text
    assert "2026-05" in page
