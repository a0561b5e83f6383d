"""A follow-up made into a question that stands alone, which the reader is shown.

A model may reword it, from the earlier questions alone: answers quote documents that may not leave
this machine. What it words is checked by code; without a model, or where the check fails, the
follow-up is put behind the question it goes on from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import aclosing

from corpus.errors import LanguageModelError
from corpus.language import detect_question_language, without_stop_words, words
from pipeline.answer.unsaid import read_names
from pipeline.instructions import is_instruction
from pipeline.llm import Form
from pipeline.writing.calls import Calls
from pipeline.writing.output import question_schema, read_question

# how a question opens that goes on from the last one
_GOES_ON = re.compile(
    r"^\s*(?:och|men|and|but|or|eller|då|also|även|what about|how about|hur är det med"
    r"|hur ser det ut (?:i|för|med)|what of|gäller det(?:samma|ta)?|same for|samma för)\b",
    re.IGNORECASE,
)
# words that point at something said before; "den", "det" and "that" only where no noun follows
_POINTS_BACK = re.compile(
    r"\b(?:dem|dess|deras|detta|dessa|denna|där|dit|densamma|honom|henne|hennes|hans"
    r"|it|its|they|them|their|theirs|those|these|this|he|she|his|her)\b"
    r"|\b(?:den|det|that|there)\b(?=\W*$|\s+(?:och|i|om|på|med|för|av|till|inte|också|and|in|about|with|too)\b)",
    re.IGNORECASE,
)
# "det" also opens sentences that point nowhere: "finns det i …", "krävs det …"
_POINTS_NOWHERE = re.compile(
    r"\b(?:finns|var|blir|går|krävs|står|heter|gäller|kan|ska|måste)\s+det\b"
    r"|\bdet\s+(?:finns|krävs|går|står|gäller)\b|\b(?:is|are|was|were|will)\s+(?:there|it)\b",
    re.IGNORECASE,
)
# what only says how much or how often is asked
_ASKS = re.compile(
    r"\b(?:much|many|does|did|long|often|large|mycket|många|ofta|länge|stora?|stort)\b",
    re.IGNORECASE,
)
_FEW = 2
# Earlier questions that a follow-up may go on from
_HISTORY = 6
_LONGEST = 400
_NUMBER = re.compile(r"\d+")
_PLACE = re.compile(r"\b(i|in|för|for|hos|at|från|from|med|with|om|about|på|on)\s+$", re.IGNORECASE)
_LEAD = re.compile(r"^\s*(?:och|men|and|but|or|eller)\s+", re.IGNORECASE)


def goes_on(question: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    language = detect_question_language(question)
    if _GOES_ON.match(question):
        return True
    for match in _POINTS_BACK.finditer(_POINTS_NOWHERE.sub(" ", question)):
        # "How do cities pay for their transition?" says itself what "their" means
        before = _ASKS.sub(" ", question[: match.start()])
        if len(_telling(before, language)) < _FEW:
            return True
    # "Varför?", "Which cities?"
    return len(_telling(question, language)) < _FEW and len(question.split()) <= _FEW


def _telling(text: str, language: str) -> list[str]:
    return without_stop_words(words(text), language)


async def rewrite(calls: Calls | None, question: str, earlier: Sequence[str]) -> str:
    """The follow-up as a question that stands alone: the model's where it holds, else by rule."""
    if calls is None:
        return stand_alone(question, earlier)
    history = "\n".join(f"- {one}" for one in earlier[-_HISTORY:])
    form = (*(await calls.model.abilities()).forms, Form.TEXT)[0]
    inputs = {"history": history, "question": question}
    stream = calls.stream("followup", inputs, schema=question_schema(), form=form)
    try:
        async with aclosing(stream) as pieces:
            output = "".join([piece async for piece in pieces if isinstance(piece, str)])
    except LanguageModelError:
        return stand_alone(question, earlier)
    rewritten = read_question(output)
    if rewritten and is_faithful(rewritten, question, earlier):
        return rewritten
    return stand_alone(question, earlier)


def stand_alone(question: str, earlier: Sequence[str]) -> str:
    """The follow-up with what it goes on from, by rule.

    "And in Spain?" after "What funding is there in Norway?" takes the place of the one name that
    stands behind the same word; anything else is put behind the last question.
    """
    last = earlier[-1].strip()
    return _swap_name(question, last) or f"{last} {question.strip()}"


def _swap_name(question: str, last: str) -> str | None:
    new = read_names(_LEAD.sub("", question))
    if len(new) != 1 or len(question.split()) > 5:
        return None
    before = _PLACE.search(question[: question.find(new[0])])
    if before is None:
        return None
    olds = [
        name
        for name in read_names(last)
        if (found := _PLACE.search(last[: last.find(name)]))
        and found[1].lower() == before[1].lower()
    ]
    return last.replace(olds[0], new[0]) if len(olds) == 1 else None


def is_faithful(rewritten: str, question: str, earlier: Sequence[str]) -> bool:
    """Whether a rewritten question says what was asked, and nothing nobody asked.

    It keeps the follow-up's names and numbers, has none that no question had, is one line of
    sensible length in the same language, and holds no link and no instruction.
    """
    if not rewritten or len(rewritten) > _LONGEST or "\n" in rewritten or "://" in rewritten:
        return False
    if is_instruction(rewritten):
        return False
    if detect_question_language(rewritten) != detect_question_language(question):
        return False
    asked = " ".join([*earlier, question]).casefold()
    own = rewritten.casefold()
    kept = [*read_names(question), *_NUMBER.findall(question)]
    added = [*read_names(rewritten), *_NUMBER.findall(rewritten)]
    return all(one.casefold() in own for one in kept) and all(
        one.casefold() in asked for one in added
    )
