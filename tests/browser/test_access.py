"""axe-core finds nothing to complain of, in any state the walks reach, and nothing spills over."""

from __future__ import annotations

import re

import httpx
import pytest

pytestmark = pytest.mark.browser

# name -> (width, colours, contrast)
LOOKS = {
    "wide": (1440, "light", "no-preference"),
    "dark": (1440, "dark", "no-preference"),
    "phone": (375, "light", "no-preference"),
    "contrast": (1440, "dark", "more"),
}
TEXT = """Malmö, Aarhus och Turku bildar ett nätverk där städerna lär av varandra om fjärrvärme.
Nordiska ministerrådet beviljade 4,5 miljoner kronor i grundfinansiering den 3 mars 2026.
"""


@pytest.fixture(scope="session")
def addresses(served: str) -> list[str]:
    """Every page, of a system where something was asked and assessed."""
    api = httpx.Client(base_url=served, timeout=120)
    conversation = api.post("/api/conversations").json()["id"]
    for question in (
        "Vad krävs för att ett nytt initiativ ska få starta?",
        "Vem vann VM i hockey?",
    ):
        api.post("/api/ask", json={"question": question, "conversation_id": conversation})
    draft = api.post("/api/assessments", json={"title": "Ett nätverk", "text": TEXT}).json()["id"]
    signed = api.post("/api/assessments", json={"title": "Ett annat", "text": TEXT}).json()["id"]
    api.post(f"/api/assessments/{signed}/sign", json={"by": "Åsa Öberg"}).raise_for_status()
    documents = api.get("/api/documents").json()["documents"]
    paged = next(one["id"] for one in documents if one["pages"])
    unpaged = next(one["id"] for one in documents if not one["pages"])
    return [
        "/",
        f"/conversations/{conversation}",
        "/conversations",
        "/search",
        "/search?q=klimat",
        "/search?q=klimat&language=sv&sort=newest",
        "/documents",
        f"/documents/{paged}",
        f"/documents/{paged}/read?page=2",
        f"/documents/{paged}/read?q=stad",
        f"/documents/{unpaged}/read",
        "/upload",
        "/assessments",
        "/assessments/new",
        f"/assessments/{draft}",
        f"/assessments/{draft}/evidence?criterion=D1&q=fjärrvärme",
        f"/assessments/{signed}",
        f"/assessments/{signed}/memo",
        "/portfolio",
        "/administration",
        "/help",
        "/accessibility",
        "/documents/dnothing",
    ]


@pytest.mark.parametrize("look", LOOKS)
def test_no_page_has_a_violation(served, addresses, browser, language, look):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    width, colours, contrast = LOOKS[look]
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=colours,
        contrast=contrast,
        locale={"sv": "sv-SE", "en": "en-GB"}[language],
        reduced_motion="reduce",
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    faults = []
    for address in addresses:
        page.goto(f"{served}{address}")
        assert page.locator("html").get_attribute("lang") == language
        for opened in (False, True):
            page.evaluate(
                f"document.querySelectorAll('details').forEach(d => d.open = {str(opened).lower()})"
            )
            found = axe.run(page).response
            assert found["passes"], "axe did not look at the page"
            faults += [
                (address, one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]
            ]
        if page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ):
            faults.append((address, "the page is wider than the window", str(width)))
    context.close()
    assert faults == []


def test_what_opens_beside_and_over_a_page_has_no_violation(served, addresses, page, language):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.goto(f"{served}{addresses[1]}")
    page.locator("a.source").first.click()
    page.locator("#panel .place").wait_for()
    assert axe.run(page).response["violations"] == []
    page.keyboard.press("Escape")
    page.locator("h2").first.click()
    page.keyboard.press("?")
    page.locator("#keys").wait_for(state="visible")
    assert axe.run(page).response["violations"] == []
    page.goto(f"{served}/portfolio")
    page.locator("td.cell a").first.click()
    page.locator("#panel .place").wait_for()
    assert axe.run(page).response["violations"] == []


def test_a_page_weighs_little(served, addresses, page):
    """Under 200 KB without the pictures of pages, style and scripts and all."""
    sizes: dict[str, int] = {}

    def weigh(answer) -> None:
        if not re.search(r"/pages/\d+\.png", answer.url):
            sizes[answer.url] = len(answer.body()) if answer.status == 200 else 0

    page.on("response", weigh)
    for address in addresses:
        # an assessment is as long as its evidence
        if address == "/documents/dnothing":
            continue
        sizes.clear()
        page.goto(f"{served}{address}", wait_until="networkidle")
        assert sum(sizes.values()) < 200_000, (address, sizes)


def test_only_the_finished_answer_is_announced(served, page, language):
    page.goto(served)
    page.evaluate(
        """() => {
          window.told = [];
          const voice = document.getElementById("told");
          const hear = () => window.told.push(voice.textContent);
          new MutationObserver(hear).observe(voice, {childList: true, subtree: true});
        }"""
    )
    page.locator("#question").fill({"sv": "Vad är P4?", "en": "What is principle four?"}[language])
    page.locator("#question").press("Enter")
    page.locator("#turns .turn[data-number]").wait_for(timeout=120_000)
    page.wait_for_function("() => window.told.length > 0")
    assert page.evaluate("window.told.length") == 1
    assert page.locator("#turns[aria-live], #turns [aria-live]").count() == 0
