"""A language model's claim through the gate: code alone decides whether it is supported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.language import detect_language, detect_question_language
from corpus.language.stopwords import TELLING
from corpus.records import Citation, Claim, Verdict
from pipeline.quote.actors import compare_actors
from pipeline.quote.cite import Cited, cite_quote
from pipeline.quote.clean import clean_text, hide_codes
from pipeline.quote.denial import Denials, compare_denials, nearest, read_denials
from pipeline.quote.faults import Fault, Found, say_fault
from pipeline.quote.figures import compare_figures, numbers_shared, numbers_within
from pipeline.quote.force import compare_force
from pipeline.quote.naming import compare_names
from pipeline.quote.records import Source, Stated
from pipeline.quote.wording import Wording, read_wording, share_said, split_sentences, telling

LONGEST = 1_500
"""Characters of a claim's text; a claim is a sentence or two."""
_MOST_QUOTES = 12
_ORDER = {fault: at for at, fault in enumerate(Fault)}
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]{1,400})[\"“”«»]")
_CLAUSE = re.compile(
    r",\s+(?:och|men|samt|medan|and|but|while)\s+(?!inte\b|ej\b|not\b)|;\s+", re.IGNORECASE
)
_CLAUSE_WORDS = 1
_LETTERS = re.compile(r"[^\W\d_]+")
# function words no neighbour writes so, and what betrays the other language
_SURE = {
    "sv": frozenset({"och", "är", "från", "inte", "ett", "också", "genom", "eller", "hos", "ska"}),
    "en": frozenset({"the", "and", "of", "is", "are", "that", "with", "which", "from", "by"}),
}
_OWN = {language: TELLING[language] | sure for language, sure in _SURE.items()}
_OTHER = {"sv": _OWN["en"], "en": _OWN["sv"]}
# a word in small letters that no stop divides from the name after it
_BEFORE_NAME = re.compile(r"(?:^|\s)[a-zåäö][\w-]*,? $")
# of the telling words of a sentence, how many its quotes must say: own language, other language
_SHARED, _SHARED_ACROSS = 0.3, 0.12


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the verified quotes of a claim say; ``sentences`` are those they stand in."""

    text: str
    quotes: tuple[Wording, ...]
    sentences: tuple[tuple[Wording, Denials], ...]


def check_claim(
    stated: Stated, context: Mapping[str, Source], *, language: str, question: str = ""
) -> Claim:
    """What a model said, with a verdict on each quote and the first fault of the claim, if any.

    The claim is supported when it has a quote, every quote stands in the passage of its key, and
    code finds nothing in the claim that the quotes do not say: numbers, units, dates, names,
    denials, limits, how binding it is. ``language`` (``sv`` or ``en``) is the one to answer in.
    Codes that stand neither in ``question`` nor in a verified quote are never shown.
    """
    cited = [
        cite_quote(one, context, language=language, question=question)
        for one in stated.quoted[:_MOST_QUOTES]
    ]
    evidence = _read_evidence(cited)
    text, pointed = clean_text(stated.text[:LONGEST], evidence.text)
    found = _judge_quotes(text, stated, cited, pointed=pointed)
    found = found or _judge_text(text, evidence, language, lambda word: _is_name(word, context))
    known = f"{question}\n{evidence.text}"
    citations = tuple(
        _with_gloss(one.citation, quoted.gloss, language, known)
        for one, quoted in zip(cited, stated.quoted, strict=False)
        if one.citation
    )
    if found is None:
        return Claim(text, language, citations, True)
    reason, _ = clean_text(say_fault(found, language), evidence.text)
    if found.fault is not Fault.UNKNOWN_KEY:  # whose words were made fit to show
        reason = hide_codes(reason, known)
    return Claim(
        hide_codes(text, known), language, citations, False, reason, fault=found.fault.value
    )


def _read_evidence(cited: Sequence[Cited]) -> _Evidence:
    counted = [one for one in cited if one.citation and one.found is None]
    quotes = [(one.citation.quote, one.language) for one in counted if one.citation]
    sentences = dict.fromkeys((text, one.language) for one in counted for text in one.sentences)
    return _Evidence(
        "\n".join(quote for quote, _ in quotes),
        tuple(read_wording(quote, language) for quote, language in quotes),
        tuple((read_wording(*one), read_denials(one[0])) for one in sentences),
    )


def _judge_quotes(
    text: str, stated: Stated, cited: Sequence[Cited], *, pointed: bool
) -> Found | None:
    """The first fault of form, or of a quote."""
    if not any(char.isalnum() for char in text):
        return Found(Fault.LINK if pointed else Fault.EMPTY)
    if pointed:
        return Found(Fault.LINK)
    if len(stated.text) > LONGEST or len(stated.quoted) > _MOST_QUOTES:
        return Found(Fault.TOO_LONG)
    if not cited:
        return Found(Fault.NO_QUOTE)
    return _first(one.found for one in cited if one.found)


def _judge_text(
    text: str, evidence: _Evidence, language: str, is_name: Callable[[str], bool]
) -> Found | None:
    """The first fault of what the claim says, over all of its sentences."""
    sentences = split_sentences(text)
    if any(_is_foreign(one, language, evidence) for one in sentences):
        return Found(Fault.LANGUAGE)
    found = list(compare_figures(text, evidence.text))
    if not all(_is_related(one, evidence, language) for one in sentences):
        found.append(Found(Fault.UNRELATED))
    found += compare_actors(text, evidence.text)
    found += compare_names(text, language, evidence.quotes, is_name)
    for sentence in sentences:
        for clause in _clauses(sentence):
            near = nearest(clause, language, evidence.sentences)
            found += compare_denials(clause, language, near)
        near = nearest(sentence, language, evidence.sentences)
        found += compare_force(sentence, " ".join(wording.text for wording, _ in near))
    return _first(found)


def _clauses(sentence: str) -> list[str]:
    """The main clauses of a sentence, each of which may rest on another quote."""
    parts = _CLAUSE.split(sentence)
    return parts if all(len(telling(part)) >= _CLAUSE_WORDS for part in parts) else [sentence]


def _first(found: Sequence[Found] | Iterator[Found]) -> Found | None:
    return min(found, key=lambda one: _ORDER[one.fault], default=None)


def _is_foreign(sentence: str, language: str, evidence: _Evidence) -> bool:
    """Whether a sentence is in another language, words it quotes from its evidence aside."""
    own = _QUOTED.sub(lambda m: " " if m[1] in evidence.text else m[0], sentence)
    given = set(_LETTERS.findall(own.lower()))
    if given & _SURE[language] and len(given & _OWN[language]) > 1 and not given & _OTHER[language]:
        return False
    found = detect_language(own, prior=language)
    if found == language:
        return False
    # names make Swedish look English and the reverse; function words are surer
    return found not in ("sv", "en") or detect_question_language(own) != language


def _is_related(sentence: str, evidence: _Evidence, language: str) -> bool:
    """Whether the quotes say enough of what the sentence says."""
    given = telling(sentence)
    if not given or numbers_shared(sentence, evidence.text):
        return True
    for wording in evidence.quotes:
        least = _SHARED if wording.language == language else _SHARED_ACROSS
        if share_said(given, wording, language) >= least:
            return True
    return False


def _is_name(word: str, context: Mapping[str, Source]) -> bool:
    """Whether a word stands in the sources as a name only: inside sentences with its capital."""
    texts = [source.passage.text for source in context.values()]
    common = word.lower()
    return any(
        _BEFORE_NAME.search(before) for text in texts for before in _before(word, text)
    ) and not any(True for text in texts for _ in _before(common, text))


def _before(word: str, text: str) -> Iterator[str]:
    """What stands before each place where a word stands by itself."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            yield text[max(0, at - 40) : at]
        at = text.find(word, end)


def _with_gloss(citation: Citation, gloss: str | None, language: str, known: str) -> Citation:
    """The citation with its translation, if it is verified and the numbers agree both ways."""
    if not gloss or citation.verdict is not Verdict.VERIFIED:
        return citation
    text, pointed = clean_text(gloss[:LONGEST], citation.quote)
    if pointed or not text:
        return citation
    agrees = numbers_within(text, citation.quote) and numbers_within(citation.quote, text)
    shown = hide_codes(text, f"{known}\n{citation.quote}")
    return replace(citation, gloss=shown) if agrees else citation
