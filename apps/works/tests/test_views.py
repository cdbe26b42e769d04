"""The pages of public works: one choice of works, told the same way everywhere."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client

from apps.territory.tests.records import TOWN, make_districts
from apps.works.models import Call
from apps.works.tests.records import make_work
from geo.access import ANYONE, Viewer

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, status: int = 200) -> str:
    """The page at `address`, entities undone."""
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def codes(page: str) -> list[str]:
    """Codes of the works a page links to, in order, once each."""
    return list(dict.fromkeys(re.findall(r'href="/obras/(\d{2}-[\d-]+)/"', page)))


@pytest.fixture
def three_works() -> None:
    """A paved street and a school in district 1, a sewer in district 2."""
    make_districts()
    make_work("21-1302-00-1", at=TOWN.point("p"), district_numbers=[1], otb_names=["Sol"])
    make_work("22-1302-00-2", kind="school", state="deserted", district_numbers=[1])
    make_work("23-1302-00-3", kind="sewer", at=TOWN.point("q"), district_numbers=[2])


@pytest.mark.parametrize("page", ["/", "/obras/", "/obras/lista/"])
@pytest.mark.parametrize(
    ("query", "left"),
    [
        pytest.param("", ["3", "2", "1"], id="no filter, newest first"),
        pytest.param("?tipo=school", ["2"], id="kind"),
        pytest.param(
            "?tipo=school&tipo=sewer", ["3", "2"], id="two kinds are alternatives"
        ),
        pytest.param("?estado=contracted", ["3", "1"], id="state"),
        pytest.param("?distrito=1", ["2", "1"], id="district"),
        pytest.param("?distrito=1&estado=contracted", ["1"], id="two filters narrow"),
        pytest.param("?otb=Sol", ["1"], id="OTB"),
        pytest.param("?desde=2022", ["3", "2"], id="since a year"),
        pytest.param("?hasta=2022", ["2", "1"], id="until a year"),
        pytest.param("?desde=2022&hasta=2022", ["2"], id="one year"),
        pytest.param("?desde=2023&hasta=2022", ["3", "2"], id="years turned round"),
        pytest.param("?desde=2031", [], id="a year to come"),
    ],
)
def test_every_page_shows_the_same_choice(client, three_works, page, query, left):
    shown = [code[-1] for code in codes(text_of(client, page + query))]
    assert shown == left


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", ""),
        ("?tipo=school&tipo=sewer&estado=awarded", "kind=school&kind=sewer&state=awarded"),
        ("?desde=2022", "year=2022&year=2023"),
        ("?hasta=2021&distrito=2", "year=2021&district=2"),
        ("?desde=2031", "year=2031"),
        ("?hasta=2000", "year=2000"),
        ("?otb=Villa Urkupiña", "otb=Villa+Urkupi%C3%B1a"),
    ],
)
def test_map_and_downloads_are_asked_for_the_same_works(client, three_works, query, asked):
    page = text_of(client, f"/{query}")
    assert f'data-filter="{asked}"' in page
    if codes(page):
        wanted = f"?{asked}" if asked else ""
        assert f'href="/descargas/works.csv{wanted}"' in page
        assert f'href="/descargas/works.geojson{wanted}"' in page


ENDS = ("", "1995", "2000", "2021", "2022", "2023", "2031", "2099")


@pytest.mark.parametrize("first", ENDS)
@pytest.mark.parametrize("last", ENDS)
def test_years_mean_the_same_to_list_and_map(client, first, last):
    for year in (21, 23):
        make_work(f"{year}-1302-00-1")
    page = text_of(client, f"/?desde={first}&hasta={last}")
    (asked,) = re.findall(r'<llajta-map[^>]*data-filter="([^"]*)"', page)
    listed = {f"20{code[:2]}" for code in codes(page)}
    years = {"2021", "2023"}
    assert listed == years & set(QueryDict(asked).getlist("year") or years)


def test_a_year_far_off_asks_for_no_years_between(client, three_works):
    make_work("24-1302-00-4", year=2921)
    page = text_of(client, "/?desde=2022")
    assert 'data-filter="year=2022&year=2023&year=2921"' in page
    assert "<option>2921</option>" in page
    assert "<option>2500</option>" not in page


def test_a_year_without_works_stays_chosen(client, three_works):
    page = text_of(client, "/?hasta=2000")
    assert "<option selected>2000</option>" in page


def test_a_filter_does_not_narrow_its_own_counts(client, three_works):
    page = text_of(client, "/?estado=deserted&distrito=1")
    counts = dict(re.findall(r'id="count-(\w+)">([\d.\s\xa0]+)<', page))
    assert counts["contracted"] == "1"
    assert counts["deserted"] == "1"
    assert counts["sewer"] == "0"


def test_what_the_address_says_wrongly_is_said_not_obeyed(client, three_works):
    page = text_of(client, "/?tipo=castle&distrito=one&tipo=school")
    assert codes(page) == ["22-1302-00-2"]
    assert "tipo=castle, distrito=one" in page


@pytest.mark.parametrize("query", ["?despues=nonsense", "?despues=~1", "?orden=sideways"])
def test_an_address_cut_short_shows_the_first_page(client, three_works, query):
    assert len(codes(text_of(client, f"/obras/{query}"))) == 3


def test_pages_follow_by_key_without_gap_or_repeat(client):
    for number in range(1, 61):
        make_work(f"21-1302-00-{number}", published_on=dt.date(2021, 1, 1 + number // 9))
    seen: list[str] = []
    address = "/obras/lista/"
    while address:
        page = text_of(client, address)
        seen += codes(page)
        following = re.search(r'hx-get="(/obras/lista/\?[^"]*despues=[^"]+)"', page)
        address = following.group(1) if following else ""
    assert len(seen) == 60
    assert len(set(seen)) == 60


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("obra", "22-1302-00-2"),
        ("-obra", "23-1302-00-3"),
        ("fecha", "21-1302-00-1"),
        ("estado", "21-1302-00-1"),
        ("-estado", "22-1302-00-2"),
        ("tipo", "23-1302-00-3"),
    ],
)
def test_the_table_sorts_by_its_headings(client, order, first):
    make_work("21-1302-00-1", object="B")
    make_work("22-1302-00-2", object="A", kind="school", state="cancelled")
    make_work("23-1302-00-3", object="C", kind="sewer", state="published")
    if order == "estado":
        first = "23-1302-00-3"
    page = text_of(client, f"/obras/?orden={order}")
    assert codes(page)[0] == first
    assert page.count("aria-sort=") == 1


def test_a_work_without_date_is_listed_by_its_year(client):
    make_work("21-1302-00-1", published_on=None)
    make_work("22-1302-00-2")
    make_work("20-1302-00-3")
    assert [code[-1] for code in codes(text_of(client, "/"))] == ["2", "1", "3"]


def test_the_story_tells_words_accuracy_and_doubt(client, three_works):
    Call.objects.create(
        work_id=make_work("20-1302-00-9").pk,
        cuce="20-1302-00-9-2-1",
        object="Segunda convocatoria",
        state="cancelled",
    )
    page = text_of(client, "/obras/21-1302-00-1/")
    assert "Otb Sol" in page
    assert "80 m" in page
    assert "90 %" in page
    assert "Ubicación aproximada: límite no oficial." in page
    second = text_of(client, "/obras/20-1302-00-9/panel/")
    assert "20-1302-00-9-1-1" in second
    assert "20-1302-00-9-2-1" in second
    assert "no nombra ningún lugar" in second


def test_the_table_marks_a_text_that_lost_characters(client):
    lost = "Algunos caracteres de este texto se perdieron en su origen."
    make_work("21-1302-00-1")
    assert lost not in text_of(client, "/obras/")
    make_work("21-1302-00-2", object="Const. S¿Mbolos", doubtful_text=True)
    assert re.search(rf'S¿Mbolos <span title="{lost}">', text_of(client, "/obras/"))


def test_the_calls_of_a_work_are_told_by_their_day_latest_first(client):
    work = make_work("19-1302-00-939857", published_on=dt.date(2019, 2, 1))
    for cuce, day in (
        ("19-1302-00-939857-2-1", dt.date(2019, 5, 1)),
        ("19-1302-00-1002427-0-E", dt.date(2019, 11, 1)),
        ("19-1302-00-80-1-1", None),
    ):
        Call.objects.create(
            work=work, cuce=cuce, object="Plaza", state="deserted", published_on=day
        )
    story = text_of(client, "/obras/19-1302-00-939857/")
    assert re.findall(r"19-1302-00-\d+-\d-[\dE]", story) == [
        "19-1302-00-1002427-0-E",
        "19-1302-00-939857-2-1",
        "19-1302-00-939857-1-1",
        "19-1302-00-80-1-1",
    ]


def test_the_address_of_a_work_opens_it_beside_the_map(client, three_works):
    page = text_of(client, "/?obra=21-1302-00-1")
    assert 'data-value="21-1302-00-1"' in page
    cut_short = text_of(client, "/?obra=21-1302-00-404")
    assert "Ninguna obra tiene el código 21-1302-00-404" in cut_short
    assert "data-value" not in cut_short


@pytest.mark.parametrize("address", ["/obras/21-1302-00-404/", "/obras/x/panel/", "/nada"])
def test_what_is_not_there_is_said_in_the_house_look(client, address):
    page = text_of(client, address, 404)
    assert "No hay nada en esta dirección" in page
    assert "/static/geo/dist/" in page


def test_an_empty_register_says_what_to_do(client):
    assert "import_sicoes" in text_of(client, "/")
    assert "import_sicoes" in text_of(client, "/obras/")


def test_a_choice_without_works_offers_the_way_out(client, three_works):
    page = text_of(client, "/?tipo=bridge")
    assert "No hay obras con estos filtros." in page
    assert "Quitar filtros" in page


def test_pages_speak_the_language_one_asks_for(client, three_works):
    answer = client.post("/idioma/setlang/", {"language": "en", "next": "/?tipo=school"})
    assert answer.headers["Location"] == "/?tipo=school"
    assert "Public works of Quillacollo" in text_of(client, "/")


def test_records_cannot_write_markup(client):
    make_work("21-1302-00-1", object='<script>alert("x")</script>')
    for address in ("/", "/obras/", "/obras/21-1302-00-1/"):
        assert b"<script>alert" not in client.get(address).content


def test_every_viewer_reads_through_the_same_filter():
    work = make_work("21-1302-00-1")
    for viewer in (ANYONE, Viewer(name="ana", is_staff=True)):
        assert list(type(work).objects.visible_to(viewer)) == [work]


def test_questions_do_not_grow_with_the_rows(client, django_assert_max_num_queries):
    make_districts()
    for number in range(1, 41):
        make_work(f"21-1302-00-{number}", at=TOWN.point("p"), district_numbers=[1])
    for address, most in (("/", 9), ("/obras/", 9), ("/obras/21-1302-00-1/", 3)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
