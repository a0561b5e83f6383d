from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from corpus.catalog import PassageVectors
from corpus.language import detect_question_language
from corpus.records import Document, Interval, Passage
from pipeline.answer.choose import Chosen
from pipeline.answer.terms import read_said
from pipeline.answer.unsaid import read_names, read_unsaid
from pipeline.constants import load_constants
from pipeline.retrieve import Candidate, Query, Retrieval, Scored
from pipeline.retrieve.steer import Steering


def found(text, *, title="Note", heading=()):
    """A passage of one sentence, as found; its vectors do not matter here."""
    passage = Passage("d", 1, 0, len(text), heading, "sv", text, (Interval(0, len(text)),), 1)
    document = Document("d", 1, title, "notes", "d.md", "text/markdown", "")
    vectors = PassageVectors(passage.id, np.zeros((2, 4), np.float32))
    return Scored(Candidate(passage, document, vectors, 0.0), 0.0, 0.0, (0.0,), False)


def unsaid(question, *ranking, **common):
    """The features, in a corpus of 80 passages where only the names in ``common`` are usual."""
    lexicon = SimpleNamespace(
        count=lambda: 80, document_frequency=lambda word, _: common.get(word, 0)
    )
    query = Query(question, detect_question_language(question), np.zeros((2, 4), np.float32))
    constants = load_constants("other")
    retrieval = Retrieval(question, query, Steering(question), constants, (), tuple(ranking), {})
    scored = []
    for one in ranking:
        text = one.candidate.passage.text
        span = Interval(0, len(text))
        scored.append(Chosen(one, span, np.zeros(4), 0.0, read_said(text, "sv"), 0.0))
    return read_unsaid(SimpleNamespace(lexicon=lexicon), retrieval, scored)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Vad gör Malmö och Lund åt trafiken?", ("Malmö", "Lund")),
        ("Malmö har ett mål. Vilket?", ()),  # the first word of a sentence is always capitalised
        ("Vad gäller? Malmö undrar.", ()),
        ("EU har ett mål. Vilket har FN?", ("EU", "FN")),
        ("Does the C40 network pay Aarhus’ fees to Saint-Denis?", ("Aarhus", "Saint-Denis")),
        ("Vad gör Malmö, och vad gör Malmö inte?", ("Malmö",)),
        ("vad gör malmö?", ()),
        ("", ()),
    ],
)
def test_names_are_capitalised_words_within_a_sentence_and_acronyms(question, names):
    assert read_names(question) == names


def test_a_name_no_passage_says_is_counted():
    said, other = found("Staden Malmö bygger om hamnen."), found("Hamnen byggs om i etapper.")
    features = unsaid("Vad bygger Malmö och Nairobi?", said, other)
    assert (features["names"], features["names_near"], features["names_wide"]) == (2, 1, 1)
    assert unsaid("Vad bygger Malmö?", said)["names_near"] == 0
    assert unsaid("Vad byggs i hamnen?", said)["names"] == 0


def test_names_are_looked_for_in_three_passages_and_in_ten():
    other, said = found("Hamnen byggs om i etapper."), found("Staden Malmö bygger.")
    for before, near, wide in ((2, 0, 0), (3, 1, 0), (9, 1, 0), (10, 1, 1)):
        features = unsaid("Vad bygger Malmö?", *[other] * before, said)
        assert (features["names_near"], features["names_wide"]) == (near, wide)


def test_headings_and_titles_say_names_too():
    question = "Vad bygger Malmö?"
    assert unsaid(question, found("Hamnen byggs om.", title="Malmös plan"))["names_near"] == 0
    assert unsaid(question, found("Hamnen byggs om.", heading=("Om Malmö",)))["names_near"] == 0


@pytest.mark.parametrize(
    ("name", "text", "lacking"),
    [
        ("Stockholms", "I Stockholm byggs det.", 0),
        ("Stockholm", "Det är Stockholms plan.", 0),
        ("Lund", "Det är Lunds plan.", 0),
        ("Lund", "I Höglunda byggs det.", 1),  # a name begins where a word does
        ("Malmö", "I Malung byggs det.", 1),
        ("EU", "Det är EU:s plan.", 0),
    ],
)
def test_endings_of_a_name_may_differ_but_not_its_beginning(name, text, lacking):
    assert unsaid(f"Vad gäller för {name} nu?", found(text))["names_near"] == lacking


def test_a_name_is_said_by_its_translation():
    features = unsaid("What does the city of Copenhagen want?", found("Köpenhamn vill mer."))
    assert (features["names"], features["names_near"]) == (1, 0)


def test_a_name_that_many_passages_say_tells_nothing():
    question, passage = "Vad gör Malmö och Nairobi?", found("Hamnen byggs om.")
    assert unsaid(question, passage, malmö=10)["names"] == 2
    usual = unsaid(question, passage, malmö=11)
    assert (usual["names"], usual["names_near"]) == (1, 1)


def test_counts_stop_where_more_would_tell_no_more():
    features = unsaid("Vad gör Oslo, Paris, Rom, Wien och Prag nu?", found("Hamnen byggs om."))
    assert (features["names"], features["names_near"], features["names_wide"]) == (3, 2, 2)


def test_a_number_the_first_passages_lack():
    passage = found("År 2030 är 48 städer med.")
    assert unsaid("Vilka 48 städer är med år 2030?", passage)["numbers_unsaid"] == 0
    assert unsaid("Vilka 48 städer är med år 2050?", passage)["numbers_unsaid"] == 1
    assert unsaid("Vilka städer är med?", passage)["numbers_unsaid"] == 0
    late = unsaid("Vilka 48 städer?", *[found("Flera städer är med.")] * 3, passage)
    assert late["numbers_unsaid"] == 1


def test_the_kind_of_thing_asked_for():
    without, with_number = found("Flera städer är med."), found("Det är 48 städer.")
    question = "Hur många städer är med?"
    kinds = ("asks_kind", "kind_first", "kind_unsaid")
    for ranking, expected in (
        ([with_number, without], (1, 0, 0)),
        ([without, with_number], (1, 1, 0)),
        ([without] * 3 + [with_number], (1, 1, 1)),
        ([], (1, 0, 0)),
    ):
        features = unsaid(question, *ranking)
        assert tuple(features[name] for name in kinds) == expected
    open_question = unsaid("Varför är städerna med?", without)
    assert tuple(open_question[name] for name in kinds) == (0, 0, 0)


def test_what_the_opening_words_name_is_not_missed():
    """Only what is searched for counts, not "according to the strategy"."""
    ranking = (found("Hamnen byggs om."),)
    query = Query("vad byggs om?", "sv", np.zeros((2, 4), np.float32))
    retrieval = Retrieval(
        "Enligt Viable Cities: vad byggs om?",
        query,
        Steering(query.text),
        load_constants("other"),
        *((), ranking, {}),
    )
    store = SimpleNamespace(
        lexicon=SimpleNamespace(count=lambda: 80, document_frequency=lambda *_: 0)
    )
    assert read_unsaid(store, retrieval, [])["names"] == 0
    whole = replace(retrieval, query=replace(query, text=retrieval.question))
    assert read_unsaid(store, whole, [])["names"] == 2
