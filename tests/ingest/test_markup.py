import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.records import BlockKind, Reading
from ingest.markup import read_html, read_markdown, read_text

K = BlockKind
Shown = list[tuple[BlockKind, int, str]]


def shown(reading: Reading) -> Shown:
    return [(b.kind, b.level, reading.text[b.start : b.end]) for b in reading.blocks]


def texts(reading: Reading, kind: BlockKind) -> list[str]:
    return [text for found, _, text in shown(reading) if found is kind]


@pytest.fixture
def markdown(tmp_path: Path) -> Callable[[str], Reading]:
    return lambda source: read_markdown(_written(tmp_path, source))


@pytest.fixture
def page(tmp_path: Path) -> Callable[[str], Reading]:
    return lambda source: read_html(_written(tmp_path, source))


@pytest.fixture
def plain(tmp_path: Path) -> Callable[[str], Reading]:
    return lambda source: read_text(_written(tmp_path, source))


def _written(folder: Path, source: str) -> Path:
    path = folder / "file"
    path.write_text(source, encoding="utf-8")
    return path


def test_markdown_is_read_as_its_reader_sees_it(markdown: Callable[[str], Reading]) -> None:
    reading = markdown(
        "# Mål & *medel*\n\nVi ska **nå** [målet](https://x.se) med `kod`\noch ![b](i.png)mod.\n\n"
        "<!-- sida 2 -->\n\n- ett\n- två\n  1. inre\n\n3. tre\n\n```\nkod\n```\n\n"
        "| a | b |\n|---|---|\n| 1 | |\n"
    )
    assert reading.media_type == "text/markdown"
    assert shown(reading) == [
        (K.HEADING, 1, "Mål & medel"),
        (K.PARAGRAPH, 0, "Vi ska nå målet med kod och mod."),
        (K.LIST_ITEM, 1, "• ett"),
        (K.LIST_ITEM, 1, "• två"),
        (K.LIST_ITEM, 2, "1. inre"),
        (K.LIST_ITEM, 1, "3. tre"),
        (K.PARAGRAPH, 0, "kod"),
        (K.TABLE, 0, "a | b"),
        (K.TABLE, 0, "1"),
    ]


def test_blocks_are_joined_by_a_blank_line_and_nfc(markdown: Callable[[str], Reading]) -> None:
    reading = markdown("# A\u030a\n\nText.\n")
    assert reading.text == "Å\n\nText."
    assert unicodedata.is_normalized("NFC", reading.text)
    assert reading.pages == ()


def test_front_matter_becomes_properties(markdown: Callable[[str], Reading]) -> None:
    reading = markdown('---\ntitle: "Plan"\ndate: 2025-03-13\nlang: sv\n---\nTexten.\n')
    own = reading.properties
    assert (own.title, own.published, own.language) == ("Plan", "2025-03-13", "sv")
    assert reading.text == "Texten."


def test_markdown_footnotes_stand_after_the_body(markdown: Callable[[str], Reading]) -> None:
    reading = markdown("# R\n\nEtt.[^1] Två.[^b]\n\n[^1]: Källa\n\n[^b]: Annan källa.\n\nSlut.\n")
    assert reading.text == "R\n\nEtt.1 Två.b\n\nSlut.\n\n1 Källa\n\nb Annan källa."
    assert texts(reading, K.FOOTNOTE) == ["1 Källa", "b Annan källa."]


def test_html_inside_markdown_is_read_too(markdown: Callable[[str], Reading]) -> None:
    reading = markdown(
        "# R\n\n<table><tr><td>Stad<br>en</td><td>Mål</td></tr></table>\n\nA<br>b.\n"
    )
    assert shown(reading)[1:] == [(K.TABLE, 0, "Stad en | Mål"), (K.PARAGRAPH, 0, "A b.")]


def test_running_headers_of_a_scan_are_furniture(markdown: Callable[[str], Reading]) -> None:
    pages = [f"Malmö stad\n\n{n}\n\nStycke nummer {n} om staden.\n\n" for n in range(14)]
    reading = markdown("# Plan\n\n" + "".join(pages) + "Malmö stad är en kommun.\n")
    assert len(texts(reading, K.FURNITURE)) == 28
    assert len(texts(reading, K.PARAGRAPH)) == 15
    assert reading.text.startswith("Plan\n\nStycke nummer 0 om staden.\n\nStycke nummer 1")


def test_short_lines_head_a_text_that_has_no_headings(plain: Callable[[str], Reading]) -> None:
    body = "Staden arbetar med klimatet i bred samverkan. " * 5
    reading = plain(f"Energi\n\nInledning\n\n{body}\n\nKort rad\n\nKort rad till\n\n{body}")
    assert [(level, text) for kind, level, text in shown(reading) if kind is K.HEADING] == [
        (1, "Energi"),
        (2, "Inledning"),
        (2, "Kort rad"),
        (2, "Kort rad till"),
    ]


def test_html_is_read_as_a_browser_shows_it(page: Callable[[str], Reading]) -> None:
    reading = page(
        "<!doctype html><html lang=sv><head><title>Sidan</title><meta name=author content=Ann>"
        "<style>p{}</style></head><body><nav><a>Hem</a></nav><h2>Mål</h2><p>Ett <b>fett</b>\n ord"
        "<script>x()</script>.<p hidden>Dold</p><p>Syns <span style='display: none'>ej</span>här"
        "<ul><li>a<ol start=4><li><p>b</p></li></ol></li></ul>"
        "<table><caption>Tabell</caption><tr><th>x</th><td>y <i>z</i></td></tr></table>svans</body>"
    )
    assert shown(reading) == [
        (K.HEADING, 2, "Mål"),
        (K.PARAGRAPH, 0, "Ett fett ord."),
        (K.PARAGRAPH, 0, "Syns här"),
        (K.LIST_ITEM, 1, "• a"),
        (K.LIST_ITEM, 2, "4. b"),
        (K.CAPTION, 0, "Tabell"),
        (K.TABLE, 0, "x | y z"),
        (K.PARAGRAPH, 0, "svans"),
        (K.FURNITURE, 0, "Hem"),
        (K.HIDDEN, 0, "Dold"),
        (K.HIDDEN, 0, "ej"),
    ]
    own = reading.properties
    assert (own.title, own.publisher, own.language) == ("Sidan", "Ann", "sv")


def test_hidden_text_in_a_table_cell_is_hidden(page: Callable[[str], Reading]) -> None:
    reading = page("<table><tr><td>a<b hidden>x</b></td><td style='opacity:0'>y</td></tr></table>")
    assert texts(reading, K.TABLE) == ["a"]
    assert texts(reading, K.HIDDEN) == ["x", "y"]


def test_a_page_without_elements_has_no_blocks(page: Callable[[str], Reading]) -> None:
    assert page("<!-- nothing -->").blocks == ()


def test_wrapped_lines_of_plain_text_are_joined(plain: Callable[[str], Reading]) -> None:
    reading = plain(
        "Ett stycke som\när brutet.\n\nVi ska:\n- ett\n  fortsatt\n* två\n1) tre\n\fNy."
    )
    assert shown(reading) == [
        (K.PARAGRAPH, 0, "Ett stycke som är brutet."),
        (K.PARAGRAPH, 0, "Vi ska:"),
        (K.LIST_ITEM, 1, "• ett fortsatt"),
        (K.LIST_ITEM, 1, "• två"),
        (K.LIST_ITEM, 1, "1) tre"),
        (K.PARAGRAPH, 0, "Ny."),
    ]


def test_lines_of_unwrapped_text_are_paragraphs(plain: Callable[[str], Reading]) -> None:
    long = "Ett helt stycke på en rad som är mycket längre än någon bryter för hand, " * 2
    assert len(plain(f"{long}\n{long}\nKort.").blocks) == 3


@pytest.mark.parametrize("read", [read_markdown, read_html, read_text])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(source=st.text(alphabet="aÅ1 \n#*-|<p>/li[]^:`\u030a&;.", max_size=120))
def test_blocks_partition_the_text(
    tmp_path: Path, read: Callable[[Path], Reading], source: str
) -> None:
    """Guarantee: blocks in order, joined by blank lines, are the canonical text."""
    reading = read(_written(tmp_path, source))
    assert "\n\n".join(reading.text[b.start : b.end] for b in reading.blocks) == reading.text
    assert unicodedata.is_normalized("NFC", reading.text)
    assert all(reading.text[b.start : b.end].strip() for b in reading.blocks)
