from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from corpus.records import (
    Answer,
    Citation,
    Claim,
    Conversation,
    Document,
    Hit,
    Note,
    Passage,
    Status,
    Turn,
    Verdict,
)
from service.schemas import AskResponse
from service.transcript import write_markdown

TALK = Conversation(
    "cabc", "Vad gäller?", "2026-11-24T10:05:00.1+00:00", "2026-11-24T10:20:00+00:00", 1
)
DOCUMENT = Document("d1", 1, "Strategin", "strategy", "s.pdf", "application/pdf", "",
                    status=Status.DECIDED)  # fmt: skip
CITATION = Citation(DOCUMENT, 0, 9, "Ett citat", Verdict.VERIFIED, page=7, page_label="5")
CLAIM = Claim("Så är det.", "sv", (CITATION,), supported=True)
ANSWER = Answer("Vad gäller?", "sv", "generative", abstained=False, claims=(CLAIM,))


def told(*answers, standalone=None):
    turns = [
        Turn(
            answer.question,
            standalone or answer.question,
            AskResponse.from_record(answer).model_dump(mode="json"),
        )
        for answer in answers
    ]
    return write_markdown(TALK, turns)


def test_a_claim_stands_over_its_quote_with_place_status_and_verdict():
    assert told(ANSWER) == (
        "# Vad gäller?\n\n"
        "*Samtal cabc, 2026-11-24 10:05 till 2026-11-24 10:20 (UTC)*\n\n"
        "## 1. Vad gäller?\n\n"
        "Svar:\n\n"
        "1. Så är det.\n\n"
        "   > ”Ett citat”\n\n"
        "   Strategin · s. 5 (PDF-sida 7) · beslutad · ✓ citat kontrollerat\n\n"
        "*Svaret: formulerat av en språkmodell*\n\n"
        "---\n\n"
        "✓ betyder att orden står ordagrant på den angivna platsen, inte att de är sanna "
        "eller att de är hela svaret.\n"
    )


def test_each_answer_speaks_its_own_language():
    shown = told(ANSWER, replace(ANSWER, language="en", question="And in Spain?"))
    assert "## 2. And in Spain?\n\nAnswer:" in shown
    assert "Strategin · p. 5 (PDF page 7) · decided · ✓ quote checked" in shown
    assert "*The answer: worded by a language model*" in shown


def test_a_quote_is_not_said_twice_when_the_claim_is_its_words():
    shown = told(replace(ANSWER, claims=(replace(CLAIM, text="Ett citat"),)))
    assert shown.count("Ett citat") == 1


def test_what_does_not_hold_is_struck_through_with_its_reason_never_left_out():
    for text in ("Så är det.", "Ett citat"):
        claim = replace(CLAIM, text=text, supported=False, reason="talet *7* saknas")
        shown = told(replace(ANSWER, claims=(claim,)))
        assert f"1. ~~{text}~~\n" in shown
        assert "   ✗ saknar stöd: talet \\*7\\* saknas\n" in shown
        assert "   > ”Ett citat”\n" in shown


def test_the_question_as_it_was_searched_for_stands_where_it_differs():
    line = "*Frågan söktes som: ”Vad gäller i Spanien?”*"
    assert line in told(ANSWER, standalone="Vad gäller i Spanien?")
    assert "söktes som" not in told(ANSWER)


@pytest.mark.parametrize(
    ("mode", "trace", "line"),
    [
        ("extractive", {}, "*Svaret: dokumentens egna ord*"),
        (
            "generative",
            {"llm": {"model": "m_1", "host": "h.example"}},
            "*Svaret: formulerat av en språkmodell · språkmodell: m\\_1 · läst av: h.example*",
        ),
        (
            "extractive",
            {"model": "e5-small", "llm": {"host": "h.example"}},
            "*Svaret: dokumentens egna ord · läst av: h.example*",
        ),
    ],
)
def test_whose_words_and_which_host_was_shown_the_question(mode, trace, line):
    """Guarantee: the host is named also where its answer was not used."""
    assert line in told(replace(ANSWER, mode=mode, trace=trace)).splitlines()


def test_a_source_that_was_deleted_keeps_its_quote_and_says_so():
    gone = replace(CITATION, verdict=Verdict.SOURCE_DELETED)
    shown = told(replace(ANSWER, claims=(replace(CLAIM, citations=(gone,)),)))
    assert "> ”Ett citat”" in shown
    assert "† dokumentet har tagits bort sedan svaret gavs" in shown
    assert "✓" not in shown


def test_silence_and_what_is_nearby_and_missing_and_noted():
    passage = Passage("d1", 1, 0, 9, ("3.2 Nätverk",), "sv", "Ett stycke", (), 4)
    silent = replace(
        ANSWER,
        abstained=True,
        claims=(),
        nearby=(Hit(passage, DOCUMENT, 1, 0.5),),
        skipped=("WWF",),
        notes=(Note("model_silent"),),
    )
    shown = told(silent)
    for line in (
        "**Dokumenten ger inget svar på frågan.** "
        "Inget av det som hittades bär ett svar, så inget svar ges.",
        "- Strategin · Avsnitt 3.2, stycke 4 · beslutad",
        "Inget hittades om WWF.",
        "*Språkmodellen läste styckena och fann inget svar i dem.*",
    ):
        assert line in shown.splitlines()
    assert "✓" not in shown
    assert "Inte heller något närliggande" in told(replace(silent, nearby=()))
    instead = told(replace(silent, instead=(CLAIM,)))
    assert "Det här tar dokumenten i stället upp:\n\n1. Så är det." in instead


def test_a_translation_is_marked_as_a_machines():
    cited = replace(CITATION, gloss="A quote")
    shown = told(replace(ANSWER, claims=(replace(CLAIM, citations=(cited,)),)))
    assert "   *(maskinöversättning: A quote)*" in shown


def test_nothing_anybody_wrote_becomes_a_picture_or_a_link():
    """Guarantee: wherever a document, a model or a user put it."""
    trap = "![x](https://evil.example/p.png) <img src=https://evil.example> [a](http://e.example)"
    cited = replace(
        CITATION,
        quote=trap,
        gloss=trap,
        page_label=trap,
        document=replace(DOCUMENT, title=trap),
    )
    answer = replace(
        ANSWER,
        question=trap,
        claims=(
            Claim(trap, "sv", (cited,), supported=True),
            Claim(trap, "sv", (cited,), supported=False, reason=trap),
        ),
        skipped=(trap,),
        notes=(Note("fallback", {"reason": trap}),),
        trace={"llm": {"host": trap, "model": trap}},
    )
    titled = replace(TALK, title=trap)
    turn = Turn(trap, f"{trap}!", AskResponse.from_record(answer).model_dump(mode="json"))
    page = MarkdownIt("commonmark").enable("strikethrough").render(write_markdown(titled, [turn]))
    assert page.count("evil.example") > 10
    assert not [mark for mark in ("<img", "<a ", "href", 'src="') if mark in page]


def test_a_conversation_without_answers_is_named_by_its_id():
    assert write_markdown(replace(TALK, title=""), []).startswith("# cabc\n\n*Samtal cabc, ")
