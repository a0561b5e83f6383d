"""Tiny files of our own words in the formats of the outside sets."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

PAGE = (
    "Vinterväghållning\r\n"
    "Kommunen plogar gator vid sju centimeter snö. Cykelbanor plogas redan vid tre.\r\n"
    "Den som äger en fastighet skottar själv sin gångbana och sandar den vid halka."
)
BOATS = (
    "Färjan till ön går 1998 gånger om året. Den byggdes 1998 i Tromsø och drivs med el.",
    "Kapten på färjan är Berit Hauge. År 1998 bytte hon båt för första gången.",
)
PAIRS = (
    ("Biblioteket har öppet på söndagar.", "The library is open on Sundays."),
    ("Tåget mot Luleå är försenat av snö.", "The train to Luleå is delayed by snow."),
    ("Min granne odlar tomater på balkongen.", "My neighbour grows tomatoes on the balcony."),
)


def choice(text: str, kind: str) -> dict[str, object]:
    start = PAGE.index(text)
    return {"text": text, "start": start, "end": start + len(text), "type": kind, "extra": None}


SWEQUAD = {
    "data": [
        {
            "context": PAGE,
            "question": "Vid hur mycket snö plogas gatorna?",
            "choices": [
                choice("tre", "Distractor"),
                choice("sju centimeter", "Correct answer"),
                choice("sju centimeter snö", "Correct answer"),
                choice("sju centimeter", "Correct answer"),
            ],
        },
        {
            "context": PAGE,
            "question": "Vem skottar gångbanan?",
            "choices": [choice("Den som äger en fastighet", "Correct answer")],
        },
        {
            "context": "\r\nKulturskolan\r\nDragspel lärs ut på torsdagar av två lärare.",
            "question": "När lärs dragspel ut?",
            "choices": [{"text": "torsdagar", "start": 36, "end": 45, "type": "Correct answer"}],
        },
    ]
}


def faq(category: int, question: str, answers: list[str], label: int) -> dict[str, object]:
    return {
        "category_id": category,
        "question": question,
        "candidate_answers": answers,
        "label": label,
        "meta": {"category": f"Frågor om ämne {category}", "link": "https://example.org"},
    }


POOL = ["Simhallen öppnar klockan sex.", "Bastun är trasig.", "Bastun är trasig."]
SCHOOL = ["Lovet börjar i juni.", "Skolmaten är gratis för alla elever."]
SWEFAQ = [
    faq(1, "När öppnar badet?", POOL, 0),
    faq(1, "Går det att basta?", POOL, 2),
    faq(2, "Vad kostar lunchen?", SCHOOL, 1),
]


def asked(name: str, question: str, *answers: tuple[str, int]) -> dict[str, object]:
    return {
        "id": name,
        "question": question,
        "answers": [{"text": text, "answer_start": start} for text, start in answers],
        "is_impossible": not answers,
    }


SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Färjan_till_ön",
            "paragraphs": [
                {
                    "context": BOATS[0],
                    "qas": [
                        asked(
                            "a1", "När byggdes färjan?", *[("1998", BOATS[0].index("1998 i"))] * 3
                        ),
                        asked("u1", "Vem målade färjans tak?"),
                    ],
                },
                {
                    "context": BOATS[1],
                    "qas": [
                        asked("a2", "Vem är kapten?", ("Berit Hauge", 20), ("Berit", 20)),
                        asked("a3", "Vilket år bytte hon båt?", ("1998", BOATS[1].index("1998"))),
                        asked("u2", "Vad heter kaptenens hund?"),
                    ],
                },
            ],
        },
        {
            "title": "Bävern",
            "paragraphs": [
                {
                    "context": "Bävern bygger dammar av aspar. Den väger upp till trettio kilo.",
                    "qas": [asked("a4", "Vad väger en bäver?", ("trettio kilo", 50))],
                }
            ],
        },
    ],
}
PUD = [{"id": f"n{n}", "sv": sv, "en": en} for n, (sv, en) in enumerate(PAIRS)]


@pytest.fixture(scope="session")
def questions_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all four sets."""
    folder = tmp_path_factory.mktemp("questions")
    (folder / "swequad_mc_dev.json").write_text(json.dumps(SWEQUAD), encoding="utf-8")
    lines = "\n".join(json.dumps(row) for row in SWEFAQ)
    (folder / "swefaq_dev.jsonl").write_text(lines + "\n\n", encoding="utf-8")
    packed = gzip.compress(json.dumps(SQUAD).encode())
    (folder / "squad_dev_v2_sv.json.gz").write_bytes(packed)
    (folder / "pud_sv_en_500.json").write_text(json.dumps(PUD), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests keep the data folders of these sets, taken in once."""
    return tmp_path_factory.mktemp("work")
