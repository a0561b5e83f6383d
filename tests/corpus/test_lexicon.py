import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.errors import DataFolderInUseError, IndexMismatchError, UsageError
from corpus.lexicon import LexiconRow, open_lexicon

ROOT = Path(__file__).parents[2]

TEXTS = {
    "sv": [
        "Staden har tecknat ett klimatkontrakt med sex myndigheter.",
        "Processen med klimatkontrakten visar behoven.",
        "I klimatkontraktet står hur investeringarna ska betalas.",
        "Stark flernivåstyrning knyter ihop det lokala och det nationella.",
        "Finansieringen av nya initiativ ska vara säkrad.",
        "Nio städer var med från början, och 48 är med 2025.",
        "Klimatet förändras snabbare i norr.",
        "Nätverket C40 samlar partnerstäder.",
        "Utsläppen ska minska med 1,5 procent om året.",
        "EU-missionen har 112 deltagare.",
    ],
    "en": [
        "Robust multi-level governance links the local and the national.",
        "The port of Helsinki cut its emissions by 1.5 percent a year.",
        "Buses run on electricity from wind power.",
    ],
}


def rows(collection="strategy", document="d1", version=1):
    every = [(language, text) for language, texts in TEXTS.items() for text in texts]
    return [
        LexiconRow(
            f"{document}.{version}.{n}", document, version, collection, language, text, "Rubrik"
        )
        for n, (language, text) in enumerate(every)
    ]


@pytest.fixture
def lexicon(tmp_path):
    with open_lexicon(tmp_path / "lexicon", writable=True) as opened:
        opened.add(rows())
        opened.commit()
        yield opened


def found(lexicon, query, *, language="sv", collections=("strategy",), **options):
    hits = lexicon.search(query, language=language, collections=collections, limit=20, **options)
    text = {row.passage_id: row.text for row in rows()}
    return [text[hit.passage_id] for hit in hits]


@pytest.mark.parametrize("form", ["klimatkontrakt", "klimatkontraktet", "klimatkontrakten"])
def test_every_form_of_a_word_finds_every_other(lexicon, form):
    assert set(TEXTS["sv"][:3]) <= set(found(lexicon, form))


@pytest.mark.parametrize("form", ["stad", "staden", "städer", "städernas"])
def test_irregular_plurals_find_each_other(lexicon, form):
    assert {TEXTS["sv"][0], TEXTS["sv"][5]} <= set(found(lexicon, form))


def test_the_form_as_written_comes_first(lexicon):
    assert found(lexicon, "klimatkontraktet")[0] == TEXTS["sv"][2]
    assert found(lexicon, "finansiering") == [TEXTS["sv"][4]]


def test_compounds_are_found_by_their_parts_and_after_the_plain_word(lexicon):
    hits = found(lexicon, "klimat")
    assert hits[0] == TEXTS["sv"][6]
    assert TEXTS["sv"][0] in hits
    assert TEXTS["sv"][7] in found(lexicon, "stad")


def test_a_compound_nobody_wrote_is_found_by_its_parts(lexicon):
    assert TEXTS["sv"][4] in found(lexicon, "initiativfinansiering")


def test_a_hyphenated_word_is_found_whole_and_by_its_parts(lexicon):
    assert found(lexicon, "EU-missionen")[0] == TEXTS["sv"][9]
    assert found(lexicon, "mission") == [TEXTS["sv"][9]]


def test_terms_of_the_glossary_cross_the_language_border(lexicon):
    assert TEXTS["en"][0] in found(lexicon, "Vad är flernivåstyrning?")
    english = found(lexicon, "What is multi-level governance?", language="en")
    assert english.index(TEXTS["en"][0]) < english.index(TEXTS["sv"][3])


def test_a_ranking_can_keep_to_passages_of_one_language(lexicon):
    question = "What is multi-level governance?"
    assert found(lexicon, question, language="en", passage_language="sv")[0] == TEXTS["sv"][3]
    assert TEXTS["sv"][3] not in found(lexicon, question, language="en", passage_language="en")


def test_hits_say_their_language_and_come_best_first(lexicon):
    hits = lexicon.search("governance and buses", language="en", collections=["strategy"], limit=20)
    assert {hit.language for hit in hits} <= {"sv", "en"}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert min(hit.score for hit in hits) > 0


def test_numbers_are_one_word_whatever_the_decimal_sign(lexicon):
    assert found(lexicon, "1,5") == found(lexicon, "1.5")
    assert {TEXTS["sv"][8], TEXTS["en"][1]} == set(found(lexicon, "1,5"))


def test_a_phrase_in_quotation_marks_wins(lexicon):
    loose = "initiativ klimatkontraktet investeringarna"
    assert found(lexicon, loose)[0] == TEXTS["sv"][2]
    assert found(lexicon, loose + ' "finansieringen av nya"')[0] == TEXTS["sv"][4]


def test_headings_are_searched(tmp_path):
    with open_lexicon(tmp_path / "lexicon", writable=True) as lexicon:
        lexicon.add(
            [LexiconRow("d.1.0-1", "d", 1, "strategy", "sv", "Text.", "Vägledande principer")]
        )
        lexicon.commit()
        hits = lexicon.search("principerna", language="sv", collections=["strategy"], limit=5)
    assert [hit.passage_id for hit in hits] == ["d.1.0-1"]


def test_missing_terms_are_those_no_passage_says(lexicon):
    question = "Vad kostar klimatkontraktet i Kiruna?"
    missing = lexicon.missing_terms(question, language="sv", collections=["strategy"])
    assert missing == ["kostar", "kiruna"]
    everywhere = lexicon.missing_terms("klimatkontrakt", language="sv", collections=["other"])
    assert everywhere == ["klimatkontrakt"]


def test_attested_terms(lexicon):
    assert lexicon.document_frequency("klimatkontrakt", "sv") == 3
    assert lexicon.document_frequency("klimatkontrakt", "en") == 0
    assert lexicon.document_frequency("kärnkraft", "sv") == 0


def test_only_the_named_collections_are_searched(lexicon):
    lexicon.add(rows("partners", "d2"))
    lexicon.commit()
    for collections, documents in [
        (["partners"], {"d2"}),
        (["strategy"], {"d1"}),
        (["strategy", "partners", "none"], {"d1", "d2"}),
        ([], set()),
    ]:
        hits = lexicon.search("städer", language="sv", collections=collections, limit=20)
        assert {hit.passage_id.split(".")[0] for hit in hits} == documents


def test_adding_a_passage_again_replaces_it(lexicon):
    before = lexicon.count()
    old = rows()[0]
    new = LexiconRow(old.passage_id, "d1", 1, "strategy", "sv", "Helt andra ord om havsvindar.")
    lexicon.add([new, new])
    lexicon.commit()
    assert lexicon.count() == before
    assert found(lexicon, "havsvindar") == [old.text]
    assert old.text not in found(lexicon, "myndigheter")


def test_removing_a_version_leaves_the_others(lexicon):
    lexicon.add(rows("strategy", "d1", version=2))
    lexicon.add(rows("partners", "d2"))
    lexicon.commit()
    size = len(rows())
    lexicon.remove_version("d1", 1)
    lexicon.commit()
    assert lexicon.count("strategy") == size
    assert (lexicon.count_version("d1", 1), lexicon.count_version("d1", 2)) == (0, size)
    assert all(passage.startswith("d1.2.") for passage in lexicon.passage_ids("strategy"))
    assert lexicon.passage_ids("partners") == {row.passage_id for row in rows("partners", "d2")}


def test_a_fault_of_the_disk_is_named_and_over_when_it_is_over(tmp_path):
    """Guarantee: rows that could not be written are never taken for written, then or later."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_lexicon(tmp_path / "lexicon", writable=True) as lexicon:
        lexicon.add(rows()[:3])
        lexicon.commit()
        lexicon.add(rows()[3:])
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
        try:
            for _ in range(2):
                with pytest.raises(IndexMismatchError, match="samklang index rebuild"):
                    lexicon.commit()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert lexicon.count() == 3
        lexicon.add(rows()[3:])
        lexicon.commit()
        assert lexicon.count() == len(rows())
    with open_lexicon(tmp_path / "lexicon", writable=True) as lexicon:
        assert lexicon.count() == len(rows())


def test_changes_count_from_the_commit_on(tmp_path):
    folder = tmp_path / "lexicon"
    with open_lexicon(folder, writable=True) as lexicon:
        lexicon.add(rows()[:3])
        lexicon.commit()
        lexicon.add(rows()[3:])
        assert lexicon.count() == 3
    with open_lexicon(folder, writable=True) as lexicon:
        assert lexicon.count() == 3
        lexicon.add(rows()[3:])
        lexicon.commit()
        assert lexicon.count() == len(rows())


def test_there_is_one_writer(tmp_path):
    folder = tmp_path / "lexicon"
    with open_lexicon(folder, writable=True):
        with pytest.raises(DataFolderInUseError, match="another process"):
            open_lexicon(folder, writable=True)
        assert open_lexicon(folder, writable=False).count() == 0
    with open_lexicon(folder, writable=True) as again:
        assert again.count() == 0


def test_a_reader_does_not_write(tmp_path):
    with (
        open_lexicon(tmp_path / "lexicon", writable=False) as lexicon,
        pytest.raises(UsageError, match="writable=True"),
    ):
        lexicon.add(rows())


def test_an_index_of_another_recipe_or_a_damaged_one_is_refused(tmp_path):
    folder = tmp_path / "lexicon"
    open_lexicon(folder, writable=True).close()
    (folder / "recipe.txt").write_text("0")
    with pytest.raises(IndexMismatchError, match="samklang index rebuild"):
        open_lexicon(folder, writable=False)
    (folder / "recipe.txt").unlink()
    (folder / "meta.json").write_text("{")
    with pytest.raises(IndexMismatchError):
        open_lexicon(folder, writable=False)


def test_a_limit_below_one_is_refused(lexicon):
    with pytest.raises(UsageError, match="at least one"):
        lexicon.search("stad", language="sv", collections=["strategy"], limit=0)


@example(query="A\ud800", language="sv")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    query=st.one_of(
        st.text(max_size=60),
        st.text(alphabet='klimat stad"()[]{}+-:*?~^\\/ANDOR\x00\ud800', max_size=60),
        st.lists(st.text(max_size=10), max_size=4),
    ),
    language=st.sampled_from(["sv", "en", "de", "und", ""]),
)
def test_no_query_raises(lexicon, query, language):
    collections = ["strategy", query if isinstance(query, str) else ""]
    hits = lexicon.search(query, language=language, collections=collections, limit=3)
    assert len(hits) <= 3
    lexicon.missing_terms(query, language=language, collections=["strategy"])


def test_very_long_words_are_searched_and_indexed(lexicon):
    word = "å" * 100_000
    lexicon.add([LexiconRow("x", "x", 1, "strategy", "sv", word, word)])
    lexicon.commit()
    hits = lexicon.search(word, language="sv", collections=["strategy"], limit=3)
    assert [hit.passage_id for hit in hits] == ["x"]


KILLED = """
import sys
from pathlib import Path
from corpus.lexicon import LexiconRow, open_lexicon

def row(n):
    text = f"Nummer {n} handlar om kommunens utsläpp och planer. " * 10
    return LexiconRow(f"d.1.{n}", "d", 1, "c", "sv", text)

lexicon = open_lexicon(Path(sys.argv[1]), writable=True)
lexicon.add(row(n) for n in range(100))
lexicon.commit()
print("committed", flush=True)
for start in range(100, 10**9, 50):
    lexicon.remove_version("d", 1)
    lexicon.add(row(n) for n in range(start, start + 50))
    if start == 1100:
        print("adding", flush=True)
"""


def test_a_kill_before_the_commit_leaves_the_committed_state(tmp_path):
    folder = tmp_path / "lexicon"
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as writer:
        assert writer.stdout.readline() == "committed\n"
        assert writer.stdout.readline() == "adding\n"
        os.kill(writer.pid, signal.SIGKILL)
    with open_lexicon(folder, writable=True) as lexicon:
        assert lexicon.passage_ids("c") == {f"d.1.{n}" for n in range(100)}
        lexicon.add(rows())
        lexicon.commit()
        assert lexicon.count() == 100 + len(rows())


def test_an_index_whose_folder_was_deleted_can_still_be_closed(tmp_path):
    """Guarantee: a command ends in its own words, not in those of the engine it closes."""
    opened = open_lexicon(tmp_path / "lexicon", writable=True)
    opened.add(rows())
    # the engine's threads may still be writing
    while (tmp_path / "lexicon").exists():
        shutil.rmtree(tmp_path / "lexicon", ignore_errors=True)
    opened.close()
    with open_lexicon(tmp_path / "lexicon", writable=True) as anew:
        assert anew.count() == 0
