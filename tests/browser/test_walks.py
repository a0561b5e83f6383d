"""Staff at work, in both languages, with the mouse and with the keyboard alone."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import docx
import httpx
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from tests.browser.hands import Hand

pytestmark = pytest.mark.browser

QUESTION = {
    "sv": "Vad krävs för att ett nytt initiativ ska få starta?",
    "en": "What must be in place before a new initiative may start?",
}
FOLLOW_UP = {"sv": "Och i Norden?", "en": "And in the Nordics?"}
LIBRARY = Path(__file__).parents[2] / "corpus" / "library"
VERIFIED = {"sv": "citat kontrollerat", "en": "quote checked"}
INITIATIVE = """## Samverkan

Malmö, Aarhus och Turku bildar ett nätverk där städerna lär av varandra om fjärrvärme. Universitet,
företag, föreningar och regionerna deltar. Städerna har själva valt ämnet efter sina behov.

## Finansiering

Nordiska ministerrådet beviljade 4,5 miljoner kronor i grundfinansiering den 3 mars 2026.
"""


def ask(page, hand: Hand, question: str) -> None:
    """Put a question and wait until its answer is whole."""
    before = page.locator("#turns .turn[data-number]").count()
    hand.write(page.locator("#question"), question)
    hand.press(page.locator("#ask button.primary"))
    page.locator("#turns .turn[data-number]").nth(before).wait_for(timeout=120_000)


def test_ask_open_a_citation_and_follow_up(served, page, hand, language):
    page.goto(served)
    ask(page, hand, QUESTION[language])
    assert page.locator("#told").inner_text() != ""
    turn = page.locator("#turn-1")
    assert turn.locator(".verdict").first.inner_text().endswith(VERIFIED[language])
    source = turn.locator("a.source").first
    quote = turn.locator("blockquote").first.inner_text().strip()
    hand.press(source)
    place = page.locator("#panel .place")
    place.wait_for()
    assert squeezed(quote) in squeezed(" ".join(place.locator("mark").all_inner_texts()))
    image = place.locator("img.page-image")
    page.wait_for_function(
        "one => one.complete && one.naturalWidth > 0", arg=image.element_handle()
    )
    assert_marked(served, image.get_attribute("src"), quote)
    page.keyboard.press("Escape")
    place.wait_for(state="detached")
    assert source.evaluate("one => one === document.activeElement"), "the focus went astray"
    ask(page, hand, FOLLOW_UP[language])
    assert page.locator("#turns .turn").count() == 2
    assert re.search(r"/conversations/c\w{12}$", page.url)
    page.reload()
    assert page.locator("#turns .turn").count() == 2


def squeezed(text: str) -> str:
    return "".join(text.split())


def assert_marked(served: str, address: str, quote: str) -> None:
    """The mark on the picture covers the words, as pdfium finds them in the original by itself."""
    parts = urlsplit(address)
    plain = f"{served}{parts.path}?version={parse_qs(parts.query)['version'][0]}"
    marked, unmarked = (
        np.asarray(Image.open(io.BytesIO(httpx.get(one, timeout=60).content)).convert("RGB"), int)
        for one in (f"{served}{address}", plain)
    )
    changed = np.abs(marked - unmarked).sum(axis=2) > 0
    assert changed.any(), "nothing is marked"
    number = int(re.search(r"/pages/(\d+)\.png", parts.path)[1])
    document = parts.path.split("/")[3]
    data = httpx.get(f"{served}/api/documents/{document}/file", timeout=60).content
    page = pypdfium2.PdfDocument(data)[number - 1]
    text = page.get_textpage()
    # words of the quote that stand on one line, found by another reader than ours
    found = text.search(" ".join(quote.split()[:3])).get_next()
    assert found is not None
    left, bottom, right, top = text.get_rect(text.count_rects(*found) - 1)
    scale = marked.shape[1] / page.get_width()
    height = page.get_height()
    box = changed[
        round((height - top) * scale) : round((height - bottom) * scale),
        round(left * scale) : round(right * scale),
    ]
    # the letters themselves may stay as dark as they were
    assert box.mean() > 0.6, "the words are not under the mark"
    assert changed.mean() < 0.2, "more than the quote is marked"


def test_search_with_facets_and_take_the_list_along(served, page, hand, language):
    page.goto(f"{served}/search")
    hand.write(page.locator("#q"), "klimatkontrakt")
    page.keyboard.press("Enter")
    page.locator(".hit-list li").first.wait_for()
    spoken = {"sv": ("svenska", "engelska"), "en": ("Swedish", "English")}[language]
    facts = page.locator(".hit-list .facts")
    assert any(spoken[1] in one for one in facts.all_inner_texts())
    facet = page.locator(".facets a[href*='language=sv']").first
    hand.press(facet)
    page.wait_for_url("**language=sv**")
    assert page.locator(".facets a[aria-current]").count() == 1
    assert all(spoken[0] in one for one in facts.all_inner_texts())
    assert (
        page.locator(".hit-list .passage[lang=sv]").count() == page.locator(".hit-list li").count()
    )
    assert page.locator(".hit-list mark").count() > 0
    hand.press(page.locator(".take summary").nth(1))
    with page.expect_download() as saved:
        hand.press(page.locator(".take a[href*='.bib']"))
    assert Path(saved.value.path()).read_text().startswith("@")
    hand.press(page.locator(".take summary").first)
    name = f"Kontrakt {language} {type(hand).__name__}"
    hand.write(page.locator("#search-name"), name)
    hand.press(page.locator(".take form button"))
    page.get_by_role("link", name=name, exact=True).wait_for()


def test_read_a_document_and_find_words_in_it(served, page, hand):
    page.goto(f"{served}/documents?q=strategin")
    hand.press(page.locator(".list tbody a").first)
    hand.press(page.locator("main .actions a.primary"))
    page.locator(".page-text").wait_for()
    hand.write(page.locator("#find"), "nordiska")
    page.keyboard.press("Enter")
    page.locator(".places li").first.wait_for()
    assert page.locator(".page-text mark").first.inner_text().casefold() == "nordiska"
    following = page.locator("a[rel=next]").first
    if following.count():
        hand.press(following)
        page.wait_for_url("**page=**")


def test_assess_review_sign_and_open_the_memo_in_word(served, page, hand, language, tmp_path):
    page.goto(f"{served}/assessments/new")
    title = f"Fjärrvärme i Norden {language} {type(hand).__name__}"
    hand.write(page.locator("#title"), title)
    hand.write(page.locator("#text"), INITIATIVE)
    hand.press(page.locator("#assess button.primary"))
    page.wait_for_url(re.compile(r"/assessments/a\w{12}$"), timeout=120_000)
    assert page.locator("h1").inner_text() == title
    assert page.locator(".finding").count() == 11
    both = page.locator("#finding-P4 .sides > div")
    assert both.nth(0).locator("blockquote").count() >= 1
    assert both.nth(1).locator("blockquote").count() >= 1
    hand.press(page.locator("#finding-P4 .review button", has_text=re.compile("Godta|Accept")))
    page.locator("#finding-P4 .steps").wait_for()
    hand.press(page.locator("#finding-P5 .review summary").nth(1))
    hand.write(page.locator("#challenge-P5"), "Portföljen nämns inte.")
    hand.press(page.locator("#finding-P5 .review details form button").last)
    page.locator("#finding-P5 .steps").wait_for()
    assert page.locator("#sign-by").count() == 0, "a challenged memo could be signed"
    hand.press(page.locator("#finding-P5 .review summary").first)
    hand.choose(page.locator("#verdict-P5"), {"sv": "Säger inget", "en": "Says nothing"}[language])
    hand.write(page.locator("#edit-reason-P5"), "Texten tar inte upp det.")
    hand.press(page.locator("#finding-P5 .review details form button").first)
    page.locator("#finding-P5 .steps li").nth(1).wait_for()
    hand.press(page.locator("#finding-D1 .review > a"))
    hand.write(page.locator("#evidence-q"), "nätverk där städerna lär")
    page.keyboard.press("Enter")
    hand.press(page.locator(".hit-list form button").first)
    page.locator("#finding-D1 .steps").wait_for()
    hand.write(page.locator("#field-diary_number"), "VC-2026-17")
    hand.press(page.locator("form[action$='/fields'] button"))
    page.wait_for_function(
        "() => document.getElementById('field-diary_number')?.value === 'VC-2026-17'"
    )
    hand.write(page.locator("#sign-by"), "Åsa Öberg")
    hand.press(page.locator("form[action$='/sign'] button"))
    page.locator(".hashes").wait_for()
    assert page.locator(".review").count() == 0
    with page.expect_download() as saved:
        hand.press(page.locator("a[href$='.docx']"))
    path = tmp_path / "memo.docx"
    saved.value.save_as(path)
    words = [one.text for one in docx.Document(str(path)).paragraphs]
    assert any(title in one for one in words)
    assert not any("UTKAST" in one or one == "DRAFT" for one in words)
    hand.press(page.locator("main .actions a[href$='/memo']"))
    page.locator("article.memo h1").wait_for()


def test_the_portfolio_opens_both_quotes(served, page, hand):
    page.goto(f"{served}/assessments/new")
    hand.write(page.locator("#title"), "Fjärrvärme i portföljen")
    hand.write(page.locator("#text"), INITIATIVE)
    hand.press(page.locator("#assess button.primary"))
    page.wait_for_url(re.compile(r"/assessments/a\w{12}$"), timeout=120_000)
    page.goto(f"{served}/portfolio")
    cell = page.locator("tr", has_text="Fjärrvärme i portföljen").first.locator(
        "td.stance-supports a"
    )
    hand.press(cell.first)
    page.locator("#panel .place").wait_for()
    assert page.locator("#panel blockquote").count() >= 2
    page.keyboard.press("Escape")
    with page.expect_download() as saved:
        hand.press(page.locator("a[href*='portfolio.xlsx']"))
    assert Path(saved.value.path()).read_bytes().startswith(b"PK")


def test_the_language_can_be_changed(served, page, hand, language):
    page.goto(f"{served}/help")
    hand.press(page.locator(".top-end form button"))
    other = {"sv": "en", "en": "sv"}[language]
    page.wait_for_function(f"() => document.documentElement.lang === '{other}'")
    assert page.url.endswith("/help")


def test_single_keys_move_about_and_can_be_turned_off(served, page):
    page.goto(f"{served}/documents")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".list tbody tr").nth(1)
    assert second.evaluate("one => one.contains(document.activeElement)")
    page.keyboard.press("/")
    assert page.locator("#words").evaluate("one => one === document.activeElement")
    page.keyboard.type("?")
    assert page.locator("#words").input_value() == "?"
    page.locator("h1").click()
    page.keyboard.press("?")
    page.locator("#keys").wait_for(state="visible")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()


def test_everything_can_be_read_without_javascript(served, browser, language):
    context = browser.new_context(
        java_script_enabled=False, locale={"sv": "sv-SE", "en": "en-GB"}[language]
    )
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.goto(served)
    page.locator("#question").fill(QUESTION[language])
    page.locator("#ask button.primary").click()
    page.wait_for_url(re.compile(r"/conversations/c\w{12}#turn-1$"))
    page.locator("#turn-1 a.source").first.click()
    page.locator(".reader .page-text mark").first.wait_for()
    page.goto(f"{served}/assessments/new")
    page.locator("#title").fill(f"Utan skript {language}")
    page.locator("#text").fill(INITIATIVE)
    page.locator("#assess button.primary").click()
    page.wait_for_url(re.compile(r"/assessments/a\w{12}$"))
    assert page.locator(".finding").count() == 11
    context.close()


def test_upload_a_file_with_swedish_letters_and_find_it(served, page, hand, language, tmp_path):
    collection = f"egna-{language}-{type(hand).__name__.lower()}"
    name = f"Åtgärder för våra städer {collection}.pdf"
    original = next(iter(sorted((LIBRARY / "partners").glob("*.pdf"))))
    (tmp_path / name).write_bytes(original.read_bytes())
    (tmp_path / "trasig.pdf").write_bytes(b"%PDF-1.7\nnothing of a PDF follows")
    page.goto(f"{served}/upload")
    hand.hand_in(page.locator("#files"), tmp_path / name, tmp_path / "trasig.pdf")
    hand.write(page.locator("#new-shelf"), collection)
    hand.press(page.locator("#upload button.primary"))
    page.wait_for_url(re.compile(r"/jobs/j\w{12}$"))
    page.locator("#job:not([data-poll])").wait_for(timeout=120_000)
    rows = page.locator("#job tbody tr")
    assert rows.count() == 2
    good = page.locator("#job tbody tr", has_text=name)
    bad = page.locator("#job tbody tr", has_text="trasig.pdf")
    assert bad.locator("td").last.inner_text() != "", "a broken file was refused without a word"
    hand.press(good.locator("a"))
    page.wait_for_url(re.compile(r"/documents/d\w{12}"))
    assert name in page.locator(".facts-list").inner_text()
    page.goto(f"{served}/documents?collection={collection}")
    assert page.locator(".list tbody tr").count() == 1


def test_a_first_visit_on_an_empty_system_offers_the_library(empty, page, language):
    """In both languages; the second visit finds what the first took in."""
    page.goto(empty)
    offer = page.locator(".offer")
    assert page.locator(".examples li").count() == 3
    if offer.count():
        offer.locator("form button").click()
        page.wait_for_url(re.compile(r"/jobs/j\w{12}$"))
        page.locator("#job:not([data-poll])").wait_for(timeout=300_000)
        assert page.locator("#job tbody tr").count() > 20
        page.goto(empty)
    assert page.locator(".offer").count() == 0
    page.locator(".examples button").first.click()
    page.locator("#turns .turn[data-number] .verdict").first.wait_for(timeout=120_000)
