"""The shipped library: complete, honest about what it is, and in step with its sources."""

import hashlib
import json
import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from corpus import library
from corpus.errors import DamagedDocumentError
from corpus.library.markup import read_source, split_runs
from corpus.library.typeset import read_manifest, typeset_entry

HOME = Path(library.__file__).parent
ROOT = HOME.parents[1]
MANIFEST: dict[str, dict[str, str]] = {
    entry["id"]: entry
    for entry in tomllib.loads((HOME / "manifest.toml").read_text("utf-8"))["document"]
}
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (ROOT / "eval/sets/library.jsonl").read_text("utf-8").splitlines()
]
PDFS = [key for key, entry in MANIFEST.items() if entry["path"].endswith(".pdf")]
SWEDISH, ENGLISH = "internationalisation-strategy-sv", "internationalisation-strategy-en"

NAMES_IN_BOTH = """
    100+12|112|2019|2020|2021|2023|2023/24:59|2024|2024/25:96|2025|2027|2030|2045|2050|48|Bogotá
    Bristol|C40|CapaCITIES|Carbon Neutral Cities Alliance (CNCA)|CHAMP
    Cities Climate Finance Leadership Alliance (CCFLA)|CitiES2030|Climate City Capital Hub
    Climate City Contract|Climate Neutral Cities Alliance|Climate Policy Initiative|Climate-KIC
    Covenant of Mayors|Curitiba|Development Declaration for the Cities Mission
    Driving Urban Transitions|DUT|Elena|EU Cities Mission|European Urban Initiative
    European Viable Cities Day|First Movers Coalition|Fit for 55|Global Covenant of Mayors
    Global Environment Facility (GEF)|Horizon Europe|ICLEI|Impact Innovation|Interreg
    Klimatkontrakt 2030|Klimatneutrale Stadt (KNS)|Kommuninvest|M100|Makindye Ssabagabo
    Mission Innovation Urban Transition Mission (MI UTM)|NetZeroCities|New European Bauhaus
    Nordforsk|Nordic Carbon Neutral Bauhaus|Nordic Innovation
    Nordic Toolbox for a Just Green Transition|Nordregio|One Planet City Challenge
    Resilient Cities Network|Rockefeller Foundation|Team Europe|Team Sweden Smart Cities
    Transition Lab Forum|UN-Habitat|World Economic Forum (WEF)|World Resources Institute (WRI)
    WWF
"""
FACTS_BY_LANGUAGE = [
    ("13 mars 2025", "13 March 2025"),
    ("nio städer", "nine cities"),
    ("23 städer", "23 cities"),
    ("halva landets befolkning", "half the country's population"),
    ("sex statliga myndigheter", "six government agencies"),
    ("55 procent", "55 per cent"),
    ("fem år tidigare", "five years earlier"),
    ("ligger 25 i Norden", "25 lie in the Nordic"),
    ("12 gränskommittéer", "12 cross-border committees"),
    ("åtta aktörer", "eight actors"),
    ("EU:s innovationsfond", "EU Innovation Fund"),
    ("Europeiska regionala utvecklingsfonden", "European Regional Development Fund"),
    ("Europeiska investeringsbanken", "European Investment Bank"),
    ("Nordiska ministerrådet", "Nordic Council of Ministers"),
    ("Världsbanken", "World Bank"),
    ("Trafikverket", "Swedish Transport Administration"),
    ("Fehmarn", "Fehmarn"),
    ("Nato", "NATO"),
    ("Ukraina", "Ukraine"),
    ("Mellanöstern", "Middle East"),
    ("Österrike", "Austria"),
    ("Rumänien", "Romania"),
    ("Spanien", "Spain"),
    ("Sydamerika", "South America"),
    ("Asien", "Asia"),
    ("Östersjöregionen", "Baltic Sea region"),
    ("systemdemonstratorer", "system demonstrators"),
    ("klimatinvesteringsplaner", "climate investment plans"),
    ("köpkraft", "purchasing power"),
    ("kvadrupel", "quadruple helix"),
    *[(f"Inriktning {n}", f"Direction {n}") for n in range(1, 4)],
    *[(f"Princip {n}", f"Principle {n}") for n in range(1, 6)],
    *[(f"I praktiken {n}", f"In practice {n}") for n in range(1, 4)],
]


def reduce_text(text: str) -> str:
    """Letters and digits alone: equal whatever hyphens, spaces and quotation marks do."""
    return re.sub(r"[\W_]", "", text).casefold()


@cache
def read_pages(key: str) -> list[str]:
    """The reduced text of each page; a Word document is one page."""
    path = HOME / MANIFEST[key]["path"]
    if path.suffix == ".pdf":
        return [reduce_text(page.extract_text()) for page in PdfReader(path).pages]
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [reduce_text(" ".join([*(each.text for each in document.paragraphs), *cells]))]


def read_keywords(path: Path) -> str:
    """The keywords a document carries, where typesetting records its source."""
    if path.suffix == ".docx":
        return str(docx.Document(str(path)).core_properties.keywords)
    metadata = PdfReader(path).metadata
    assert metadata is not None
    return str(metadata["/Keywords"])


def test_manifest_names_every_source_and_every_file_exists() -> None:
    named = {Path(entry["path"]) for entry in MANIFEST.values()}
    sources = {path.relative_to(HOME).with_suffix("") for path in HOME.glob("*/*.md")}
    assert {path.with_suffix("") for path in named} == sources
    assert all((HOME / path).is_file() for path in named)
    assert {path for path in named if path.suffix == ".docx"} == {
        Path("partners/cnca.docx"),
        Path("partners/iclei.docx"),
    }


@pytest.mark.parametrize("entry", MANIFEST.values(), ids=MANIFEST)
def test_manifest_entry_is_complete(entry: dict[str, str]) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["id"])
    assert entry["collection"] in {"strategy-digest", "eu-mission", "partners", "initiatives"}
    assert entry["status"] in {"draft", "decided", "in_force", "superseded", "unknown"}
    assert entry["language"] in {"sv", "en"}
    assert entry["publisher"] == "Samklang"
    assert entry["title"]
    assert entry["reference"]
    assert date.fromisoformat(entry["published"]) <= date(2026, 12, 31)


def test_twins_point_at_each_other_in_the_other_language() -> None:
    twins = {key: entry["twin"] for key, entry in MANIFEST.items() if "twin" in entry}
    assert twins == {SWEDISH: ENGLISH, ENGLISH: SWEDISH}
    assert (MANIFEST[SWEDISH]["language"], MANIFEST[ENGLISH]["language"]) == ("sv", "en")


@pytest.mark.parametrize("key", MANIFEST)
def test_document_says_on_its_face_that_it_is_ours(key: str) -> None:
    opening = read_pages(key)[0][:350]
    words = {
        "sv": ["för projektet Samklang, inte utgivarens text", "Påhittat exempel skrivet för"],
        "en": [
            "for the Samklang project, not the publisher's text",
            "Invented example written for",
        ],
    }[MANIFEST[key]["language"]]
    wanted = words[1] if MANIFEST[key]["collection"] == "initiatives" else words[0]
    assert reduce_text(wanted) in opening


@pytest.mark.parametrize("key", MANIFEST)
def test_document_was_typeset_from_its_present_source(key: str) -> None:
    path = HOME / MANIFEST[key]["path"]
    digest = hashlib.sha256(path.with_suffix(".md").read_bytes()).hexdigest()
    assert digest in read_keywords(path), "run: python -m corpus.library.typeset"


@pytest.mark.parametrize("key", PDFS)
def test_pdf_carries_title_language_and_outline(key: str) -> None:
    entry = MANIFEST[key]
    reader = PdfReader(HOME / entry["path"])
    assert reader.metadata is not None
    assert reader.metadata.title == entry["title"]
    assert str(reader.root_object["/Lang"]).startswith(entry["language"])
    assert len(reader.outline) > 1, "the title and, under it, its sections"
    headers = [text for text in read_pages(key)[1:] if text.startswith(reduce_text(entry["title"]))]
    assert len(headers) == len(reader.pages) - 1


def test_typesetting_gives_the_same_bytes_again() -> None:
    entries = {str(entry.path): entry for entry in read_manifest(HOME / "manifest.toml")}
    for path in ("partners/wri.pdf", "partners/cnca.docx"):
        assert typeset_entry(entries[path], HOME) == typeset_entry(entries[path], HOME)


def test_word_profiles_have_styles_a_list_and_a_table() -> None:
    for name in ("cnca", "iclei"):
        document = docx.Document(str(HOME / f"partners/{name}.docx"))
        styles = {each.style.name for each in document.paragraphs if each.style is not None}
        assert {"Heading 1", "Heading 2", "List Bullet", "List Number"} <= styles
        assert len(document.tables) == 1


@pytest.mark.parametrize("name", re.split(r"[|\n]", NAMES_IN_BOTH.strip()))
def test_name_or_figure_stands_in_both_digests(name: str) -> None:
    wanted = reduce_text(name)
    assert wanted in "".join(read_pages(SWEDISH))
    assert wanted in "".join(read_pages(ENGLISH))


@pytest.mark.parametrize(("swedish", "english"), FACTS_BY_LANGUAGE)
def test_fact_stands_in_both_digests(swedish: str, english: str) -> None:
    assert reduce_text(swedish) in "".join(read_pages(SWEDISH))
    assert reduce_text(english) in "".join(read_pages(ENGLISH))


@pytest.mark.parametrize("question", QUESTIONS, ids=[item["id"] for item in QUESTIONS])
def test_gold_quotes_stand_on_their_page(question: dict[str, Any]) -> None:
    assert question["answerable"] == bool(question["evidence"])
    for evidence in question["evidence"]:
        pages = read_pages(evidence["document"])
        assert (evidence["page"] is None) == (evidence["document"] not in PDFS)
        assert len(evidence["quote"].split()) <= 12
        assert reduce_text(evidence["quote"]) in pages[(evidence["page"] or 1) - 1]


def test_question_set_is_balanced() -> None:
    english = [item for item in QUESTIONS if item["language"] == "en"]
    unanswerable = [item for item in QUESTIONS if not item["answerable"]]
    assert len(QUESTIONS) >= 80
    assert len({item["id"] for item in QUESTIONS}) == len(QUESTIONS)
    assert abs(len(english) / len(QUESTIONS) - 0.5) < 0.05
    assert abs(len(unanswerable) / len(QUESTIONS) - 1 / 3) < 0.05


def test_glossary_and_parallel_sentences_are_pairs_without_repeats() -> None:
    for name, least in (("glossary.tsv", 400), ("parallel.tsv", 150)):
        lines = (ROOT / "corpus" / name).read_text("utf-8").splitlines()
        pairs = [line.split("\t") for line in lines]
        assert {len(pair) for pair in pairs} == {2}
        assert len(set(lines)) == len(lines) >= least
        assert all(swedish != english for swedish, english in pairs)


def test_glossary_is_lower_case() -> None:
    text = (ROOT / "corpus/glossary.tsv").read_text("utf-8")
    assert text == text.lower()


def test_parallel_sentences_are_8_to_25_words() -> None:
    for line in (ROOT / "corpus/parallel.tsv").read_text("utf-8").splitlines():
        assert all(8 <= len(sentence.split()) <= 25 for sentence in line.split("\t")), line


def test_source_with_a_stray_footnote_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stray.md"
    path.write_text("# Title\n\nA claim.[^one]\n", "utf-8")
    with pytest.raises(DamagedDocumentError, match=r"stray\.md has a stray \['one'\]"):
        read_source(path)


def test_runs_are_cut_at_footnote_marks() -> None:
    runs = [(run.text, run.note) for run in split_runs("One[^a], two[^b]")]
    assert runs == [("One", "a"), (", two", "b"), ("", None)]
