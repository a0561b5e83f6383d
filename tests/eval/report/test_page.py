from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from lxml import html

from eval.measures.summary import Cell, summarise
from eval.records import QuestionRecord
from eval.report import write_report
from eval.report.meanings import HEADLINES
from eval.report.words import facets_of, in_group_order
from eval.run import RunInfo

_EVIL = '</style></title>--><script>alert(1)</script><img src="http://x.example/" onerror="a()">'


def test_the_report_is_one_file_that_needs_nothing_else(path: Path, page: html.HtmlElement) -> None:
    assert path.name == "report.html"
    assert not re.search(r"https?://|url\(|@import", path.read_text(encoding="utf-8"))
    assert not page.xpath("//script | //link | //iframe | //img | //object | //form")
    assert all(target.startswith("#") for target in page.xpath("//@href"))
    assert not page.xpath("//@src | //@style | //@*[starts-with(name(), 'on')]")
    assert "default-src 'none'" in page.xpath("string(//meta[@http-equiv]/@content)")


def test_the_main_figures_are_those_of_the_measures(
    page: html.HtmlElement, cells: tuple[Cell, ...], records: tuple[QuestionRecord, ...]
) -> None:
    bodies = page.xpath("//section[@id='figures']//tbody")
    assert len(bodies) == 2
    compared = 0
    for body, facet in zip(bodies, facets_of(records), strict=True):
        own = {(c.measure, c.group): c for c in cells if (c.set, c.setting) == facet}
        groups = in_group_order(g for _, g in own if "-" in g or g == "all")
        for row, group in zip(body.xpath("tr[td]"), groups, strict=True):
            for shown, measure in zip(row.xpath("td"), HEADLINES, strict=True):
                compared += _compare(shown, own.get((measure, group)))
    assert compared > 30


def _compare(shown: html.HtmlElement, cell: Cell | None) -> int:
    if cell is None:
        assert shown.text_content() == "–"
        return 0
    value, (counts, interval) = shown.text, [small.text for small in shown.xpath("small")]
    if cell.count is None:
        assert (float(value), counts) == (round(cell.value, 2), f"n = {cell.total}")
        assert interval == "–".join(f"{b:.2f}".removeprefix("0") for b in (cell.low, cell.high))
    else:
        assert value == f"{cell.value * 100:.0f}\xa0%"
        assert counts == f"{cell.count} of {cell.total}"
        assert interval == f"{cell.low * 100:.0f}–{cell.high * 100:.0f}\xa0%"
    return 1


def test_every_measure_of_every_setting_is_in_the_long_tables(
    page: html.HtmlElement, cells: tuple[Cell, ...]
) -> None:
    tables = page.xpath("//section[@id='all']//table")
    measures = {c.measure for c in cells if c.setting == "everything" and c.group == "all"}
    assert len(tables[0].xpath(".//tr[td]")) == len(measures) > 20


def test_what_documents_and_sets_say_stays_text(
    records: tuple[QuestionRecord, ...], info: RunInfo, tmp_path: Path
) -> None:
    hostile = tuple(_poison(record) for record in records)
    evil_info = replace(info, sets={_EVIL: 8}, left_out={_EVIL: _EVIL}, constants_run=_EVIL)
    written = write_report(
        tmp_path,
        hostile,
        evil_info,
        summarise(hostile),
        titles={"d1": _EVIL},
        passages={h.passage_id: _EVIL for r in hostile for h in r.hits},
    )
    page = html.fromstring(written.read_text(encoding="utf-8"))
    assert not page.xpath("//script | //img")
    assert not page.xpath("//@src | //@onerror")
    assert len(page.xpath("//style")) == 1
    assert (
        page.xpath("//p[@class='asked']")[0].text_content() == f"\N{REPLACEMENT CHARACTER}{_EVIL}"
    )
    assert page.text_content().count("alert(1)") > 50
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def _poison(record: QuestionRecord) -> QuestionRecord:
    claims = tuple(
        replace(
            claim,
            text=_EVIL,
            party=_EVIL,
            citations=tuple(replace(c, quote=f"{_EVIL}!", filename=_EVIL) for c in claim.citations),
        )
        for claim in record.claims
    )
    gold = tuple(replace(one, quote=_EVIL) for one in record.gold)
    text = {"set": _EVIL, "kind": _EVIL, "asked": f"\x00{_EVIL}", "language": '"><script>'}
    return replace(record, claims=claims, gold=gold, skipped=(_EVIL,), **text)


def test_every_drawing_is_named_and_described_and_every_table_captioned(
    page: html.HtmlElement,
) -> None:
    drawings = page.xpath("//*[local-name()='svg']")
    assert len(drawings) == 2 + 2 + 1 + 2 + 1 + 2
    for drawing in drawings:
        said = [page.get_element_by_id(name) for name in drawing.get("aria-labelledby").split()]
        assert [one.tag for one in said] == ["title", "desc"]
        assert all(len(one.text_content()) > 5 for one in said)
    for table in page.xpath("//table"):
        assert table.xpath("string(caption)")
        assert table.xpath("thead//th[@scope='col']")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_run_in_which_all_is_refused_and_nothing_measured_is_reported_too(
    records: tuple[QuestionRecord, ...], info: RunInfo, tmp_path: Path
) -> None:
    bare = [
        replace(r, claims=(), hits=(), abstained=True, answerability=None, **_NO_TIME)
        for r in records[:3]
    ]
    written = write_report(tmp_path, bare, info, summarise(bare))
    page = html.fromstring(written.read_text(encoding="utf-8"))
    assert "3\xa0questions of 3 went wrong" in page.xpath("string(//section[@id='worst'])")
    assert not page.xpath("//section[@id='time' or @id='citations']//figure")


_COURSES = {"first", "second", "third", "fourth", "fifth", "sixth"}
_OUTCOMES = {"good", "kept", "missed", "wrong", "bad"}
_NO_TIME = {"seconds_search": 0.0, "seconds_ask": 0.0}


def _colours(css: str) -> tuple[dict[str, str], dict[str, str]]:
    light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
    found = [dict(re.findall(r"--([\w-]+): (#\w{6})", part)) for part in (light, dark)]
    return found[0], found[1]


def _contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, definition of contrast ratio."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_have_the_contrast_of_wcag_aa_in_both_schemes(page: html.HtmlElement) -> None:
    shapes = _COURSES | _OUTCOMES
    for scheme in _colours(page.xpath("string(//style)")):
        assert shapes <= set(scheme)
        for ground in ("ground", "raised"):
            for text in ("ink", "quiet", "first", "bad", "good"):
                assert _contrast(scheme[text], scheme[ground]) >= 4.5, (text, ground)
        for shape in shapes:
            assert _contrast(scheme[shape], scheme["ground"]) >= 3, shape
            assert _contrast(scheme[shape], scheme["on-shape"]) >= 4.5, shape
        assert _contrast(scheme["axis"], scheme["ground"]) >= 3
