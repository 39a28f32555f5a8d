"""The map of the provinces, coloured by a search's articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from indexer import REFORM, VIETNAM, Article, Engine, Published, provinces
from webui import create_app
from webui.map import HEIGHT, STEPS, WIDTH, shapes, steps

Indexed = Callable[[Iterable[Article]], Engine]
STYLE = Path(__file__).parents[2] / "webui" / "static" / "style.css"


def page(client: FlaskClient, url: str) -> lxml_html.HtmlElement:
    response = client.get(url)
    assert response.status_code == 200
    return lxml_html.fromstring(response.text)


def table(tree: lxml_html.HtmlElement) -> dict[str, int]:
    rows = tree.cssselect("#map-table tbody tr")
    return {
        row.cssselect("a")[0].text_content(): int(row.cssselect("td")[0].text_content())
        for row in rows
    }


def test_all_34_provinces_are_links_on_the_map_and_in_the_table(client: FlaskClient) -> None:
    tree = page(client, "/map?q=thi+dua")
    drawn = tree.cssselect("svg a")
    assert len(drawn) == len(table(tree)) == 34
    assert {a.get("href") for a in drawn} == {
        a.get("href") for a in tree.cssselect("#map-table tbody a")
    }
    named = dict(a.get("aria-label").removesuffix(" bài").split(": ") for a in drawn)
    assert {name: int(count) for name, count in named.items()} == table(tree)


def test_a_province_s_link_finds_as_many_articles_as_the_map_says(client: FlaskClient) -> None:
    tree = page(client, "/map?q=thi+dua&from=2020")
    some = {a.text_content(): a.get("href") for a in tree.cssselect("#map-table tbody a")}
    counts = table(tree)
    assert sum(counts.values()) > 5
    for name, count in counts.items():
        found = client.get(some[name].replace("/?", "/api/v1/search?")).get_json()
        assert found["total"] == count, name


def test_articles_on_a_former_province_count_for_the_one_that_took_it_over(
    client: FlaskClient,
) -> None:
    tree = page(client, "/map?q=ba+be")
    assert {name: n for name, n in table(tree).items() if n} == {"Tỉnh Thái Nguyên": 1}
    (row,) = [r for r in tree.cssselect("tbody tr") if "Bắc Kạn" in r.text_content()]
    assert "Thái Nguyên" in row.cssselect("a")[0].text_content()
    assert "1/7/2025" in tree.cssselect(".notice")[0].text_content()


def test_articles_before_and_after_the_reform_add_up(indexed: Indexed) -> None:
    def article(id: str, place: str, day: date) -> Article:
        at = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
        return Article(id, f"Tin {place}", body="Tin mới.", published=Published(at), province=place)

    before, after = date(2024, 5, 1), date(2025, 9, 1)
    engine = indexed(
        [
            article("a", "Bắc Giang", before),
            article("b", "Bắc Ninh", before),
            article("c", "Bắc Ninh", after),
            article("d", "Lạng Sơn", after),
        ]
    )
    tree = page(create_app(engine).test_client(), "/map")
    assert {n: c for n, c in table(tree).items() if c} == {"Tỉnh Bắc Ninh": 3, "Tỉnh Lạng Sơn": 1}


def test_the_map_keeps_the_filters_and_shows_the_chosen_province(client: FlaskClient) -> None:
    tree = page(client, "/map?q=thi+dua&province=20&from=2020-07-01&to=2020-07-31")
    assert [a.get("aria-label") for a in tree.cssselect("svg a.chosen")] == ["Tỉnh Lạng Sơn: 2 bài"]
    counts = table(tree)
    assert counts["Thành phố Hà Nội"] == 1
    assert "from=2020-07-01" in tree.cssselect(".back a")[0].get("href")


def test_the_panel_leads_to_the_map_of_the_same_search(client: FlaskClient) -> None:
    tree = page(client, "/?q=thi+dua&district=183&page=1")
    assert tree.cssselect("a.to-map")[0].get("href") == "/map?q=thi+dua&district=183"


def test_a_faulty_request_is_answered_by_the_result_page(client: FlaskClient) -> None:
    response = client.get("/map?q=thi&from=x", follow_redirects=True)
    assert response.status_code == 400
    assert 'id="from-fault"' in response.text
    assert client.get("/map?province=Atlantis").status_code == 400


def test_hoang_sa_and_truong_sa_are_shown(client: FlaskClient) -> None:
    tree = page(client, "/map")
    labels = [text.text_content() for text in tree.cssselect("svg text")]
    assert labels == ["Q.đ. Hoàng Sa", "Q.đ. Trường Sa"]
    homes = [text.getparent().get("aria-label") for text in tree.cssselect("svg text")]
    assert [home.split(":")[0] for home in homes] == ["Thành phố Đà Nẵng", "Tỉnh Khánh Hoà"]
    for shape in shapes().values():
        if shape.frame:
            assert shape.islands.count("M") > 20


def test_every_shape_lies_in_the_drawing_and_every_island_in_its_frame() -> None:
    assert set(shapes()) == {unit.code for unit in provinces() if unit.valid_from == REFORM}
    for shape in shapes().values():
        for x, y in re.findall(r"M(\d+) (\d+)", shape.land):
            assert 0 <= int(x) <= WIDTH and 0 <= int(y) <= HEIGHT
        for x, y in re.findall(r"M(\d+) (\d+)", shape.islands):
            assert shape.frame
            assert shape.frame.x < int(x) < shape.frame.x + shape.frame.width <= WIDTH
            assert shape.frame.y < int(y) < shape.frame.y + shape.frame.height <= HEIGHT


@given(st.lists(st.integers(0, 10_000), max_size=34))
@settings(deadline=None)
def test_every_count_has_one_colour_and_more_is_never_lighter(counts: list[int]) -> None:
    ranges = steps(counts)
    assert len(ranges) <= STEPS
    some = [count for count in counts if count]
    numbers = {c: [s.number for s in ranges if s.low <= c <= s.high] for c in some}
    assert all(len(each) == 1 for each in numbers.values())
    assert sorted(some) == sorted(some, key=lambda count: (numbers[count], count))
    if some:
        assert numbers[max(some)] == [STEPS]


def colours(scheme: int) -> dict[str, str]:
    blocks = re.findall(r":root \{[^}]*\}", STYLE.read_text(encoding="utf-8"))
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks]
    paper = [each for each in found if "paper" in each][scheme]
    return paper | [each for each in found if "step-0" in each][scheme]


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_step_evenly_and_outlines_stand_out(scheme: int) -> None:
    known = colours(scheme)
    ramp = [known[f"step-{n}"] for n in range(STEPS + 1)]
    light = [luminance(colour) for colour in ramp]
    assert light == sorted(light, reverse=scheme == 0)
    assert all(contrast(a, b) >= 1.25 for a, b in pairwise(ramp))
    assert contrast(ramp[0], ramp[-1]) >= 7
    assert contrast(known["rim"], known["paper"]) >= 3
