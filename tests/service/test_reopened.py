from corpus.records import (
    Answer,
    Citation,
    Claim,
    Document,
    Hit,
    Note,
    Passage,
    Status,
    Turn,
    Verdict,
)
from service.reopened import model_of, reopen_answer
from service.schemas import AskResponse

DOCUMENT = Document("d1", 2, "Strategin", "strategy", "s.pdf", "application/pdf", "f" * 64,
                    status=Status.DECIDED)  # fmt: skip
CITATION = Citation(
    DOCUMENT, 4, 9, "Orden", Verdict.VERIFIED, page=7, page_label="5",
    heading_path=("3 Mål", "3.2 Nätverk"), paragraph=3, gloss="The words",
)  # fmt: skip
CLAIM = Claim("Så är det.", "sv", (CITATION,), supported=True)
PASSAGE = Passage("d1", 2, 0, 9, ("3 Mål",), "sv", "Ett stycke", (), 3, 7, 8, "5")
ANSWER = Answer(
    "Vad gäller?",
    "sv",
    "generative",
    abstained=False,
    claims=(CLAIM, Claim("Nej.", "sv", (), supported=False, reason="talet saknas")),
    nearby=(Hit(PASSAGE, DOCUMENT, 1, 0.5),),
    skipped=("WWF",),
    notes=(Note("cut_short"),),
    instead=(CLAIM,),
    trace={"llm": {"model": "m", "host": "h.example"}},
)


def saved(answer, standalone=None):
    told = AskResponse.from_record(answer).model_dump(mode="json")
    return Turn(answer.question, standalone or answer.question, told, "2026-11-24T10:05:00+00:00")


def test_an_answer_opens_as_it_was_saved():
    """Guarantee: whatever can be shown of an answer can be shown of a saved one."""
    opened = reopen_answer(saved(ANSWER))
    again = AskResponse.from_record(opened).model_dump(mode="json")
    given = dict(saved(ANSWER).answer)
    # a note has been worded already, so it has no code of its own any more
    for one in (again, given):
        one["notes"] = [note["text"] for note in one["notes"]]
    assert again == given


def test_a_reworded_question_is_told_once():
    """Guarantee: also when the answer said so itself."""
    noted = (Note("rewritten", {"question": "Vad gäller i Spanien?"}), Note("cut_short"))
    answer = Answer("Och i Spanien?", "sv", "generative", True, (), notes=noted)
    opened = reopen_answer(saved(answer, "Vad gäller i Spanien?"))
    assert [note.code for note in opened.notes] == ["rewritten", "as_saved"]
    assert opened.notes[0].values == {"question": "Vad gäller i Spanien?"}


def test_what_another_samklang_saved_opens_and_never_reads_as_better_than_it_was():
    """Guarantee: without a status no support, with an unknown verdict nothing checked."""
    strange = {"quote": "Orden", "verdict": "perfect", "status": "holy", "later": 1}
    answer = {"claims": [{"text": "Ja.", "citations": [strange]}], "later": {"a": 1}}
    opened = reopen_answer(Turn("Vad?", "Vad?", answer))
    [claim] = opened.claims
    assert not claim.supported
    assert claim.citations[0].verdict is Verdict.NOT_CHECKED
    assert claim.citations[0].document.status is Status.UNKNOWN
    assert reopen_answer(Turn("Vad?", "Vad?", {})).claims == ()


def test_a_source_that_was_deleted_is_told():
    turn = saved(ANSWER)
    turn.answer["claims"][0]["citations"][0]["verdict"] = "source_deleted"
    [citation] = reopen_answer(turn).claims[0].citations
    assert (citation.quote, citation.verdict) == ("Orden", Verdict.SOURCE_DELETED)


def test_the_language_model_is_told_from_the_embedding_model():
    trace = {"model": "e5", "llm": {"model": "m", "host": "h"}}
    assert model_of(Answer("?", "sv", "generative", True, (), trace=trace)) == ("m", "h")
    for own_words in ({"model": "e5"}, {"model": "e5", "llm": None}, {}):
        answer = Answer("?", "sv", "extractive", True, (), trace=own_words)
        assert model_of(answer) == (None, None)
