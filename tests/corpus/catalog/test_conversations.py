"""Conversations over a real SQLite: kept whole, and erased to the last byte."""

from __future__ import annotations

import random
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from corpus.catalog import Catalog, open_catalog
from corpus.errors import NotFoundError
from corpus.records import Turn

ANSWER = {"question": "Och i Spanien?", "claims": [], "trace": {"model": None, "share": 0.25}}
TURN = Turn("Och i Spanien?", "Vad gäller i Spanien? 🌍", ANSWER, "2026-11-24T10:00:00+00:00")


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return open_catalog(tmp_path)


def asked(question: str) -> Turn:
    return replace(TURN, question=question)


def test_ids_are_c_and_twelve_base32_characters_and_never_the_same(catalog: Catalog) -> None:
    ids = {catalog.start_conversation() for _ in range(50)}
    assert len(ids) == 50
    assert all(re.fullmatch("c[a-z2-7]{12}", one) for one in ids)


def test_turns_come_back_whole_and_in_order(catalog: Catalog) -> None:
    own, other = catalog.start_conversation(), catalog.start_conversation()
    given = (TURN, asked("Två?"), asked("Tre?"))
    for turn in given:
        catalog.add_turn(own, turn)
    assert catalog.turns(own) == given
    assert catalog.turns(other) == ()


def test_a_turn_without_a_time_gets_the_time_it_was_kept(catalog: Catalog) -> None:
    own = catalog.start_conversation()
    catalog.add_turn(own, replace(TURN, created=""))
    assert catalog.turns(own)[0].created == catalog.conversation(own).updated


def test_the_conversation_used_last_comes_first_under_its_first_question(catalog: Catalog) -> None:
    first, second, _empty = (catalog.start_conversation() for _ in range(3))
    for own, question in ((first, "Ett?"), (second, "Två?"), (first, "Tre?")):
        catalog.add_turn(own, asked(question))
    listed = catalog.conversations()
    assert [(c.id, c.title, c.turns) for c in listed] == [(first, "Ett?", 2), (second, "Två?", 1)]
    assert all(c.created < c.updated for c in listed)
    assert catalog.conversation(first) == listed[0]


def test_a_conversation_that_is_not_there_is_named_with_what_to_do(catalog: Catalog) -> None:
    for call in (
        catalog.turns,
        catalog.conversation,
        catalog.erase_conversation,
        lambda own: catalog.add_turn(own, TURN),
    ):
        with pytest.raises(NotFoundError, match=r'"cnone".*samklang conversations'):
            call("cnone")
    assert catalog.conversations() == ()


def test_turns_added_at_once_are_all_kept(catalog: Catalog) -> None:
    own = catalog.start_conversation()
    gate = Barrier(8)

    def add(number: int) -> None:
        gate.wait()
        catalog.add_turn(own, asked(f"{number}?"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    assert {turn.question for turn in catalog.turns(own)} == {f"{n}?" for n in range(24)}


def test_conversations_are_there_after_the_catalog_was_closed(
    catalog: Catalog, tmp_path: Path
) -> None:
    own = catalog.start_conversation()
    catalog.add_turn(own, TURN)
    catalog.close()
    assert open_catalog(tmp_path).turns(own) == (TURN,)


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_erased_words_are_in_no_file_of_the_catalog(catalog: Catalog, tmp_path: Path) -> None:
    """Guarantee: neither in the database nor in its log, while the catalog stays open."""
    own, other = catalog.start_conversation(), catalog.start_conversation()
    for place in ("question", "standalone", "answer"):
        secret = f"HEMLIGT-{place} " * 400
        changed = {"text": secret} if place == "answer" else secret
        catalog.add_turn(own, replace(TURN, **{place: changed}))
    catalog.add_turn(other, asked("KVAR " * 400))
    assert {b"HEMLIGT-question", b"HEMLIGT-standalone", b"HEMLIGT-answer"} == set(
        re.findall(rb"HEMLIGT-[a-z]+", everything_in(tmp_path))
    )
    catalog.erase_conversation(own)
    assert b"HEMLIGT" not in everything_in(tmp_path)
    assert [turn.question for turn in catalog.turns(other)] == ["KVAR " * 400]
    assert catalog.erase_conversations() == 1
    assert b"KVAR" not in everything_in(tmp_path)
    assert catalog.conversations() == ()


@pytest.mark.parametrize("seed", [1, 17])
def test_erased_words_are_gone_however_the_pages_were_shared_out(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Guarantee: also where SQLite moved rows between pages before.

    In run 17 a question was left where the rows were only deleted, in spite of ``secure_delete``.
    """
    chance = random.Random(seed)
    # rows lie in the order of their ids
    monkeypatch.setattr(secrets, "token_bytes", chance.randbytes)
    alive, erased = _live(catalog, chance)
    left = everything_in(tmp_path)
    assert erased
    assert not [mark for mark in erased if mark.encode() in left]
    for own, marks in alive.items():
        assert [turn.question[:13] for turn in catalog.turns(own)] == marks


def _live(catalog: Catalog, chance: random.Random) -> tuple[dict[str, list[str]], set[str]]:
    """Ask and erase at random; the marks of what is there, and of what was erased."""
    alive: dict[str, list[str]] = {}
    erased: set[str] = set()
    for step in range(120):
        if chance.random() < 0.7 or not alive:
            new = not alive or chance.random() >= 0.7
            own = catalog.start_conversation() if new else chance.choice(list(alive))
            mark = f"MARK{step:08d}z"
            size = chance.choice([0, 10, 50, 100, 200, 400, 700, 3000, 9000])
            question = mark + "q" * chance.choice([0, 20, 100, 500])
            answer = {"a": f"{mark} " * (1 + size // 15)}
            catalog.add_turn(own, Turn(question, mark, answer))
            alive.setdefault(own, []).append(mark)
        else:
            own = chance.choice(list(alive))
            catalog.erase_conversation(own)
            erased |= set(alive.pop(own))
    return alive, erased
