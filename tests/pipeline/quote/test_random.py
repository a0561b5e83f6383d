"""Ten thousand outputs of a model that copies well, badly or not at all, and a slow matcher."""

import random
import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.gate import read_library
from pipeline.quote import Quoted, Stated, check_claim

EXAMPLES = 10_000
SIMPLE = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "…": "..."}
DASHES, QUOTES = "‐‑‒–—―−", "“”„‟«»‘’‚‛`´'\""
FILLERS = (
    "Staden",
    "kommunen",
    "inte",
    "only",
    "miljoner",
    "2031",
    "Malmö",
    "https://evil.example/x",
)


def plain_letters(text):
    """Letters and digits alone, one by one; hyphenation, marks and spaces leave nothing."""
    found = []
    for char in unicodedata.normalize("NFC", text):
        for one in SIMPLE.get(char, char):
            if one.isalnum() or unicodedata.category(one).startswith("M"):
                found.append(one)
    return "".join(found)


def stands_in(quote, text):
    """Whether the letters and digits of a quote stand in a row in a text, looked up one by one."""
    needle, hay = plain_letters(quote), plain_letters(text)
    return bool(needle) and any(
        all(hay[at + step] == needle[step] for step in range(len(needle)))
        for at in range(len(hay) - len(needle) + 1)
        if hay[at] == needle[0]
    )


def numbers_of(text):
    return Counter(re.findall(r"\d+", text))


@pytest.fixture(scope="module")
def sources():
    library = [one for one in read_library() if len(one.passage.sentences) > 1]
    chosen = random.Random(7).sample(library, 12)
    return {f"p{number:02x}a": one for number, one in enumerate(chosen)}


def alter_digit(text, rng):
    places = [at for at, char in enumerate(text) if char.isdigit()]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + str((int(text[at]) + rng.randint(1, 9)) % 10) + text[at + 1 :]


def break_word(text, rng):
    places = [at for at in range(1, len(text)) if text[at - 1].isalpha() and text[at].isalpha()]
    at = rng.choice(places) if places else 0
    return text[:at] + rng.choice(["-\n", "\u00ad", "‐\n"]) + text[at:]


def drop_word(text, rng):
    given = text.split(" ")
    del given[rng.randrange(len(given))]
    return " ".join(given)


def swap_words(text, rng):
    given = text.split(" ")
    first, second = rng.randrange(len(given)), rng.randrange(len(given))
    given[first], given[second] = given[second], given[first]
    return " ".join(given)


def add_word(text, rng):
    given = text.split(" ")
    given.insert(rng.randrange(len(given) + 1), rng.choice(FILLERS))
    return " ".join(given)


def dress(text, rng):
    for plain, dressed in (("-", "–"), ('"', "”"), ("fi", "ﬁ"), (" ", "\u00a0"), ("...", "…")):
        if rng.random() < 0.5:
            text = text.replace(plain, dressed)
    return unicodedata.normalize(rng.choice(["NFC", "NFD"]), text)


def recase(text, rng):
    return text.swapcase() if rng.random() < 0.5 else text.lower()


def keep(text, rng):
    del rng
    return text


CHANGES = (
    keep,
    keep,
    keep,
    dress,
    break_word,
    alter_digit,
    drop_word,
    swap_words,
    add_word,
    recase,
)


def take_quote(sources, rng):
    """Words of a passage: whole sentences, a part of one, or parts of two with a gap or none."""
    key = rng.choice(list(sources))
    passage = sources[key].passage
    number = rng.randrange(len(passage.sentences))
    first = passage.slice(passage.sentences[number])
    second = passage.slice(rng.choice(passage.sentences))
    given = first.split(" ")
    part = " ".join(given[rng.randrange(max(1, len(given) - 3)) :])
    stitched = f"{first}{rng.choice([' ', ' … ', ' [...] '])}{second}"
    return key, rng.choice([first, first, first, part, stitched])


def make_output(sources, rng, noise):
    """A claim and its quotes as a careless model writes them, most of the time near the truth."""
    quoted, said = [], []
    for _ in range(rng.choice([1, 1, 1, 2])):
        key, quote = take_quote(sources, rng)
        said.append(quote)
        if rng.random() < 0.1:
            key = rng.choice([*sources, "p9f9", noise[:4]])
        quote = rng.choice(CHANGES)(quote, rng)
        quoted.append(
            Quoted(key, noise if rng.random() < 0.05 else quote, rng.choice([None, quote]))
        )
    text = rng.choice(CHANGES)(" ".join(said), rng)
    return Stated(noise if rng.random() < 0.05 else text, tuple(quoted))


@pytest.mark.slow
@pytest.mark.writing
def test_no_claim_is_supported_whose_quotes_are_not_in_their_passages(sources) -> None:
    seen = Counter()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**32), noise=st.text(max_size=30), language=st.sampled_from("se"))
    def run(seed, noise, language):
        stated = make_output(sources, random.Random(seed), noise)
        claim = check_claim(stated, sources, language={"s": "sv", "e": "en"}[language])
        seen["all"] += 1
        seen["supported"] += claim.supported
        assert claim.supported == (claim.fault is None)
        assert "evil" not in claim.text
        if not claim.supported:
            return
        assert len(claim.citations) == len(stated.quoted)
        for quoted, cited in zip(stated.quoted, claim.citations, strict=True):
            passage = sources[quoted.key.strip(" []()")].passage
            place = passage.text[cited.start - passage.start : cited.end - passage.start]
            assert cited.quote == place
            assert stands_in(quoted.quote, place)
            assert stands_in(place, quoted.quote)
            assert numbers_of(quoted.quote) == numbers_of(place)

    run()
    assert seen["all"] >= EXAMPLES
    assert seen["supported"] > 0.1 * seen["all"], seen


def test_the_slow_matcher_tells_words_apart() -> None:
    assert stands_in("omställ-\nning", "en omställning")
    assert not stands_in("49 städer", "48 städer")
    assert not stands_in("", "48 städer")
