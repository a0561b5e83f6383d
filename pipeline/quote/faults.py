"""What can be wrong with a claim, and how it is said to staff."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """The kinds of fault, in the order they are looked for; the first one found is told."""

    EMPTY = "empty"
    LINK = "link"
    TOO_LONG = "too_long"
    NO_QUOTE = "no_quote"
    UNKNOWN_KEY = "unknown_key"
    NOT_FOUND = "not_found"
    MISATTRIBUTED = "misattributed"
    QUOTE_TOO_SHORT = "quote_too_short"
    INSTRUCTION = "instruction"
    LANGUAGE = "language"
    NUMBER = "number"
    UNIT = "unit"
    DATE = "date"
    NAME = "name"
    UNRELATED = "unrelated"
    NEGATION = "negation"
    RESTRICTION = "restriction"
    MODALITY = "modality"
    DIRECTION = "direction"
    QUANTIFIER = "quantifier"
    MORE = "more"


_SAID: dict[Fault, tuple[str, str]] = {
    Fault.EMPTY: ("Påståendet är tomt.", "The claim is empty."),
    Fault.LINK: (
        "Påståendet innehöll en länk, en bild eller en adress, som har tagits bort.",
        "The claim held a link, an image or an address, which has been removed.",
    ),
    Fault.TOO_LONG: (
        "Påståendet är för långt, eller har för många citat, för att prövas.",
        "The claim is too long, or has too many quotes, to be checked.",
    ),
    Fault.NO_QUOTE: ("Påståendet har inget citat.", "The claim has no quote."),
    Fault.UNKNOWN_KEY: (
        "Påståendet hänvisar till en källa som inte finns ({words}).",
        "The claim points to a source that does not exist ({words}).",
    ),
    Fault.NOT_FOUND: (
        "Citatet finns inte i något av de stycken som söktes fram.",
        "The quote stands in none of the passages that were found.",
    ),
    Fault.MISATTRIBUTED: (
        "Citatet står i ett annat stycke än det som uppges.",
        "The quote stands in another passage than the one given.",
    ),
    Fault.QUOTE_TOO_SHORT: (
        "Citatet är för kort för att bära ett påstående: ”{words}”.",
        "The quote is too short to carry a claim: “{words}”.",
    ),
    Fault.INSTRUCTION: (
        "Citatet är en uppmaning till läsaren och räknas inte som belägg.",
        "The quote is an instruction to the reader and does not count as evidence.",
    ),
    Fault.LANGUAGE: (
        "Påståendet är inte skrivet på svenska.",
        "The claim is not written in English.",
    ),
    Fault.UNRELATED: (
        "Citatet handlar om något annat än påståendet.",
        "The quote speaks of something else than the claim.",
    ),
    Fault.NUMBER: (
        "Talet {words} står inte i citatet.",
        "The number {words} is not in the quote.",
    ),
    Fault.UNIT: (
        "Enheten stämmer inte med citatet: {words}.",
        "The unit does not agree with the quote: {words}.",
    ),
    Fault.DATE: (
        "Datumet {words} står inte i citatet.",
        "The date {words} is not in the quote.",
    ),
    Fault.NAME: (
        "Namnet {words} står inte i citatet.",
        "The name {words} is not in the quote.",
    ),
    Fault.NEGATION: (
        "Påståendet och citatet är inte lika nekande: {words}.",
        "The claim and the quote do not deny alike: {words}.",
    ),
    Fault.RESTRICTION: (
        "En begränsning finns bara i det ena av påstående och citat: {words}.",
        "A limit stands in only one of claim and quote: {words}.",
    ),
    Fault.MODALITY: (
        "Påståendet är mer bindande än citatet, eller mindre: {words}.",
        "The claim is more binding than the quote, or less: {words}.",
    ),
    Fault.DIRECTION: (
        "Påståendet säger motsatsen till citatet: {words}.",
        "The claim says the opposite of the quote: {words}.",
    ),
    Fault.MORE: (
        "Påståendet säger mer än sina citat.",
        "The claim says more than its quotes.",
    ),
    Fault.QUANTIFIER: (
        "Påståendet gäller fler än citatet: {words}.",
        "The claim is about more than the quote: {words}.",
    ),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One fault of a claim, and the words concerned."""

    fault: Fault
    words: str = ""


def say_fault(found: Found, language: str) -> str:
    """The fault as a sentence for staff, in Swedish or else in English."""
    return _SAID[found.fault][0 if language == "sv" else 1].format(words=found.words)
