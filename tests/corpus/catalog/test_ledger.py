"""The account kept of language models, over a real SQLite."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.catalog import Catalog, open_catalog
from corpus.errors import NotFoundError

DAY = "2026-11-24"


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return open_catalog(tmp_path)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def keep(catalog: Catalog, text: str, *, version: int, language: str = "sv") -> None:
    catalog.keep_prompt(sha(text), text, prompt_id="answer", language=language, version=version)


def test_a_prompt_comes_back_word_for_word_also_after_the_next_version(catalog: Catalog) -> None:
    """Guarantee: the sha256 in an old answer can always be looked up."""
    for version, text in enumerate(("Svara så här: {{fråga}}\n", "Svara kortare 🌍"), start=1):
        keep(catalog, text, version=version)
    assert catalog.prompt_text(sha("Svara så här: {{fråga}}\n")) == "Svara så här: {{fråga}}\n"
    assert catalog.prompt_text(sha("Svara kortare 🌍")) == "Svara kortare 🌍"


def test_the_last_prompt_is_the_one_used_last_in_its_language(catalog: Catalog) -> None:
    """Guarantee: going back to an older version counts as using it."""
    assert catalog.last_prompt("answer", "sv") is None
    keep(catalog, "ett", version=1)
    keep(catalog, "två", version=2)
    keep(catalog, "one", version=1, language="en")
    assert catalog.last_prompt("answer", "sv") == (2, "två")
    keep(catalog, "ett", version=1)
    assert catalog.last_prompt("answer", "sv") == (1, "ett")
    assert catalog.last_prompt("answer", "en") == (1, "one")
    assert catalog.last_prompt("summary", "sv") is None


def test_a_prompt_that_was_never_used_is_named(catalog: Catalog) -> None:
    with pytest.raises(NotFoundError, match="abc"):
        catalog.prompt_text("abc")


def test_many_threads_keep_one_prompt_once(catalog: Catalog) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: keep(catalog, "ett", version=1), range(40)))
    with catalog.engine.connect() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM prompts").scalar() == 1


def test_usage_is_summed_by_day_over_all_models(catalog: Catalog) -> None:
    assert catalog.usage_on(DAY) == (0, 0.0)
    for model in ("small", "large", "small"):
        catalog.add_usage(DAY, model, tokens_in=100, tokens_out=10, cost=0.25)
    catalog.add_usage("2026-11-25", "small", tokens_in=7, tokens_out=0, cost=0.0)
    assert catalog.usage_on(DAY) == (330, 0.75)
    assert catalog.usage_on("2026-11-25") == (7, 0.0)


def test_nothing_is_lost_when_many_threads_count_at_once(catalog: Catalog) -> None:
    """Guarantee: the first counts of a day too, when no thread finds a row to add to."""

    def count(number: int) -> None:
        catalog.add_usage(f"2026-11-{10 + number % 5}", "m", tokens_in=3, tokens_out=1, cost=0.5)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(100)))
    for day in range(10, 15):
        assert catalog.usage_on(f"2026-11-{day}") == (80, 10.0)
