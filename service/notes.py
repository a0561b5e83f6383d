"""What readers are told of how an answer came about, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from corpus.framework import Framework
from corpus.records import Note

_SWEDISH: Mapping[str, str] = MappingProxyType(
    {
        "rewritten": "Frågan söktes som: ”{question}”",
        "written_here": (
            "Meningarna är formulerade av språkmodellen {model} på den här datorn. Citaten under "
            "dem är kontrollerade mot dokumenten; att meningen i övrigt säger samma sak är inte "
            "kontrollerat."
        ),
        "written_outside": (
            "Meningarna är formulerade av språkmodellen {model} hos {host}, som fick se frågan och "
            "styckena. Citaten under dem är kontrollerade mot dokumenten; att meningen i övrigt "
            "säger samma sak är inte kontrollerat."
        ),
        "withheld": (
            "{count} stycken ur {collections} fick språkmodellen hos {host} inte se, eftersom "
            "samlingens text inte får lämna den här datorn."
        ),
        "instructions": (
            "{count} meningar i dokumenten riktar sig till den som läser i stället för att handla "
            "om saken. De har lämnats utanför."
        ),
        "fallback": (
            "Språkmodellen kunde inte användas ({reason}). Svaret är därför dokumentens egna ord."
        ),
        "no_support": (
            "Ingen av de {count} meningar som språkmodellen skrev håller för kontrollen. Svaret är "
            "därför dokumentens egna ord; modellens meningar står sist, överstrukna."
        ),
        "cut_short": "Språkmodellens svar blev för långt och klipptes; det kan saknas något.",
        "model_silent": "Språkmodellen läste styckena och fann inget svar i dem.",
        # a note of a saved answer, which was worded when the answer was given
        "as_saved": "{text}",
    }
)

_ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "rewritten": "Searched for as: “{question}”",
        "written_here": (
            "The sentences were worded by the language model {model} on this machine. The quotes "
            "under them were checked against the documents; that a sentence otherwise says the "
            "same was not."
        ),
        "written_outside": (
            "The sentences were worded by the language model {model} at {host}, which was shown "
            "the question and the passages. The quotes under them were checked against the "
            "documents; that a sentence otherwise says the same was not."
        ),
        "withheld": (
            "{count} passages of {collections} were not shown to the language model at {host}, "
            "because the text of that collection may not leave this machine."
        ),
        "instructions": (
            "{count} sentences in the documents address whoever reads them instead of speaking of "
            "the matter. They were left out."
        ),
        "fallback": (
            "The language model could not be used ({reason}). The answer is therefore the "
            "documents' own words."
        ),
        "no_support": (
            "None of the {count} sentences the language model wrote passes the check. The answer "
            "is therefore the documents' own words; the model's sentences come last, struck "
            "through."
        ),
        "cut_short": "The language model's answer grew too long and was cut; some may be missing.",
        "model_silent": "The language model read the passages and found no answer in them.",
        "as_saved": "{text}",
    }
)


def describe_note(note: Note, language: str) -> str:
    """A note in the words of a language; English for any but Swedish."""
    return (_SWEDISH if language == "sv" else _ENGLISH)[note.code].format(**note.values)


def describe_assessment_note(note: Note, language: str) -> str:
    """A note of an assessment in the words of its memo, or of answers where the memo has none."""
    from pipeline.memo.words import words

    template = words(language).named("note", note.code)
    if template == note.code:
        template = (_SWEDISH if language == "sv" else _ENGLISH).get(note.code, note.code)
    return template.format(**note.values)


def describe_flaw(code: str, framework: Framework, language: str) -> str:
    """What is wrong, in the framework's words, or in the memo's where the framework has none."""
    from pipeline.memo.words import words

    titles = {one.name: one.title[language] for one in framework.flaws}
    return titles.get(code) or words(language).named("flaw", code)
