import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import (
    content_words,
    detect_language,
    detect_question_language,
    majority_language,
    split_compound,
    stem,
    translations,
    words,
)
from corpus.text import fold

SWEDISH = "Kommunen har tagit fram en plan för hur utsläppen från trafiken ska minska."
ENGLISH = "The municipality has drawn up a plan for cutting emissions from traffic."
NORWEGIAN = "Oslo kommune har vedtatt en strategi for hvordan byen skal bli utslippsfri."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SWEDISH, ["sv"]),
        (ENGLISH, ["en"]),
        (NORWEGIAN, ["nb", "da"]),
        ("Die Stadt Klagenfurt hat einen Klimavertrag mit der Kommission unterzeichnet.", ["de"]),
        ("Tampereen kaupunki on sitoutunut hiilineutraaliuteen vuoteen 2030 mennessä.", ["fi"]),
    ],
)
def test_whole_sentences_are_told_apart(text, expected):
    assert detect_language(text) in expected


def test_a_short_text_takes_the_language_around_it():
    assert detect_language("Bilaga 2", prior="sv") == "sv"
    assert detect_language("Annex 2", prior="en") == "en"
    assert detect_language("2030", prior="sv") == "sv"


def test_a_short_text_without_surroundings_is_judged_by_its_function_words():
    assert detect_language("vad och varför") == "sv"
    assert detect_language("what and why") == "en"
    assert detect_language("Bogotá 2030") == "und"
    assert detect_language("") == "und"


def test_a_clear_text_is_not_bent_by_its_surroundings():
    assert detect_language(ENGLISH, prior="sv") == "en"
    assert detect_language(NORWEGIAN, prior="sv") != "sv"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Vad är missionen?", "sv"),
        ("Är Asien prioriterat?", "sv"),
        ("Vem driver CCFLA?", "sv"),
        ("I vilken stad?", "sv"),
        ("klimatkontrakt för städer", "sv"),
        ("Who runs CCFLA?", "en"),
        ("Does Asia count?", "en"),
        ("Can I apply?", "en"),
        ("Climate City Contract", "en"),
        ("What is Klimatneutrala städer 2030?", "en"),
        ("Vad är NetZeroCities Capital Hub?", "sv"),
    ],
)
def test_questions_of_few_words_are_told_apart(question, language):
    assert detect_question_language(question) == language


def test_the_majority_counts_characters_not_texts():
    assert majority_language([SWEDISH, SWEDISH, "the and of"]) == "sv"
    assert majority_language(["Bilaga och mer", ENGLISH * 3]) == "en"
    assert majority_language([]) == "und"
    assert majority_language(["12", "3,5"]) == "und"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Målet är 1,5 grader.", ["målet", "är", "1,5", "grader"]),
        ("etappen 2025-2027", ["etappen", "2025", "2027"]),
        ("10\u00a0000 kronor", ["10000", "kronor"]),
        ("omställ-\nning och omställ\u00adning", ["omställning", "och", "omställning"]),
        ("vind- och solkraft", ["vind", "och", "solkraft"]),
        ("multi-level governance", ["multilevel", "governance"]),
        ("EU:s mål, strategy’s goals", ["eu", "mål", "strategy", "goals"]),
        ("\ufb01nansiering", ["finansiering"]),
        ("2030-städer, C40, CO2", ["2030", "städer", "c40", "co2"]),
        ("a\u030ar", ["år"]),
        ("", []),
        ("… – !", []),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


@given(st.text(alphabet="abcåäö-\u00ad\u2010 \n", max_size=40))
def test_words_of_a_text_are_words_of_its_folded_form(text):
    # a suspended hyphen is the one place where words keep apart what folding joins
    assert "".join(words(text)) == "".join(words(fold(text).text))


def test_content_words_leave_out_function_and_question_words():
    assert content_words("Vilka är de fem principerna?", "sv") == ["fem", "principerna"]
    assert content_words("What are the five principles?", "en") == ["five", "principles"]
    assert content_words("vad är det", "sv") == ["vad", "är", "det"]


@pytest.mark.parametrize(
    "forms",
    [
        "klimat klimatet klimatets",
        "klimatkontrakt klimatkontraktet klimatkontrakten klimatkontraktens",
        "stad staden städer städerna städernas stadens",
        "föregångsstad föregångsstäder föregångsstäderna",
        "land landet länder länderna",
        "finansiering finansieringen finansieringar finansieringens",
        "nätverk nätverket nätverken nätverkets",
        "resultat resultatet resultaten",
        "utsläpp utsläppet utsläppen utsläppens",
        "strategi strategin strategier strategierna strategins",
        "nivå nivån nivåer nivåerna",
        "projekt projektet projekten",
        "program programmet programmen",
        "klimatneutral klimatneutrala klimatneutralt",
        "hållbar hållbart hållbara",
        "internationell internationella internationellt",
        "insats insatser insatsen insatserna",
        "analys analysen analyser",
        "myndighet myndigheten myndigheter",
        "plan planen planer planerna",
        "ledamot ledamöter ledamöterna",
        "år året åren",
        "paket paketet paketen",
    ],
)
def test_swedish_forms_share_a_stem(forms):
    assert len({stem(form, "sv") for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plan", "planet"),
        ("stat", "stad"),
        ("klimat", "klimax"),
        ("handlingsplan", "handling"),
        ("kapital", "kapitel"),
        ("enhet", "en"),
        ("budget", "bud"),
    ],
)
def test_different_swedish_words_keep_apart(one, other):
    assert stem(one, "sv") != stem(other, "sv")


def test_stems_of_other_languages():
    assert stem("cities", "en") == stem("city", "en")
    assert stem("städte", "xx") == "städte"
    assert stem("2030", "sv") == "2030"


KNOWN = frozenset({"klimat", "investering", "plan", "skola", "gård", "omställning", "förmåga"})


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("klimatplan", ("klimat", "plan")),
        ("klimatinvesteringsplan", ("klimat", "investering", "plan")),
        ("omställningsförmåga", ("omställning", "förmåga")),
        ("skolgård", ("skola", "gård")),
        ("klimat", ()),
        ("klimatkris", ()),
        ("", ()),
    ],
)
def test_compounds_are_split_into_known_words(word, parts):
    assert split_compound(word, KNOWN.__contains__) == parts


@given(
    st.text(alphabet="abcdåäö", max_size=14), st.sets(st.text("abcdåäös", min_size=1, max_size=5))
)
def test_parts_of_a_compound_are_known(word, known):
    parts = split_compound(word, known.__contains__)
    assert len(parts) in (0, 2, 3)
    assert all(part in known for part in parts)


def test_terms_are_translated_both_ways_and_in_any_form():
    assert "multi-level governance" in translations("stark flernivåstyrning", "sv", "en")
    assert "flernivåstyrning" in translations("strong multi-level governance", "en", "sv")
    assert "klimatkontrakt" in translations("Climate City Contracts", "en", "sv")
    assert translations("klimatkontrakten", "sv", "en") == translations(
        "klimatkontrakt", "sv", "en"
    )
    assert "climate city contract" in translations(["klimatkontraktet"], "sv", "en")


def test_a_missing_compound_is_translated_by_its_parts():
    assert translations("klimatfinansieringsnätverk", "sv", "en")
    assert any("climate" in term for term in translations("klimatnätverket", "sv", "en"))
    assert any("network" in term for term in translations("klimatnätverket", "sv", "en"))


def test_unknown_words_and_other_languages_have_no_translation():
    assert translations("xyzzy", "sv", "en") == []
    assert translations("klimat", "sv", "sv") == []
    assert translations("klimat", "sv", "de") == []
    assert translations("", "en", "sv") == []


def test_importing_does_not_load_the_detector():
    code = (
        "import corpus.language, sys; print('py3langid' in sys.modules or 'numpy' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="."
    )
    assert run.stdout.strip() == "False"
