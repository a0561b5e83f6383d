"""The Markdown read again by a Markdown reader."""

import re

from markdown_it import MarkdownIt

from pipeline.export import export_markdown
from tests import assessed


def test_headings_table_quotes_and_footnotes(memos):
    text = export_markdown(memos["sv"])
    assert text.startswith("**UTKAST**\n\n# PM: bedömning mot ")
    assert "- **Diarienummer:** VC-2026-0147\n" in text
    assert "- **Datum:** \\_\\_" in text
    assert "| Kriterium | Bedömning | Starkaste citatet |\n| --- | --- | --- |\n" in text
    assert "### Inriktningar" in text
    assert f"> ”{assessed.SAID['P5']}”[^" in text
    assert "DRAFT" not in export_markdown(memos["en"])


def test_every_footnote_is_referred_to_once_and_in_order(memos):
    text = export_markdown(memos["call"])
    defined = re.findall(r"^\[\^(\d+)\]: ", text, re.M)
    referred = re.findall(r"(?<!^)\[\^(\d+)\]", text, re.M)
    assert referred == defined == [str(n) for n in range(1, len(defined) + 1)]


def test_hostile_text_makes_no_mark_no_link_and_no_html(memos):
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = reader.parse(export_markdown(memos["hostile"]))
    inner = [one for token in tokens for one in token.children or ()]
    kinds = {one.type for one in (*tokens, *inner)}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence"}
    told = "".join(one.content for one in inner if one.type.startswith("text"))
    assert "{{ 7 * 7 }} {% raw %} <script>alert(1)</script> ]]>" in told
    assert "\x1b" not in told
    rows = [t for t in tokens if t.type in ("tr_open", "td_open", "th_open")]
    assert rows, "the tables are still tables"


def test_ten_thousand_characters_are_kept(long_memo):
    assert " ".join(assessed.LONG.split()) in export_markdown(long_memo)


def test_the_same_memo_gives_the_same_text(memos):
    assert export_markdown(memos["sv"]) == export_markdown(memos["sv"])
