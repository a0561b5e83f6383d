"""One wrong question on the page: what was asked, expected, found and answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from eval.measures.citations import on_page
from eval.records import CitedPlace, ClaimRecord, GoldPlace, HitPlace, QuestionRecord
from eval.report.markup import Markup, foreign, join, paragraph, table, tag
from eval.report.words import kind_name, language_name, page_name, score
from eval.report.worst import Case

_HITS = 5
_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Texts:
    """What records do not carry: titles by document id, passages' words by passage id."""

    titles: Mapping[str, str] = field(default_factory=dict)
    passages: Mapping[str, str] = field(default_factory=dict)

    def title(self, document_id: str) -> str:
        """The title; the id where none was given."""
        return self.titles.get(document_id, document_id)

    def excerpt(self, passage_id: str) -> str:
        """The first words of a passage; empty where they were not given."""
        words = " ".join(self.passages.get(passage_id, "").split())
        return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rsplit(' ', 1)[0]} …"


def show_case(number: int, case: Case, texts: Texts) -> Markup:
    """The whole case, opened."""
    record = case.record
    rank = tag("span", {"class": "rank"}, f"{number}.")
    heading = tag("h3", {}, rank, tag("span", {"class": "why"}, case.faults[0].says))
    should = join([tag("h4", {}, "What should have been"), _expected(record, texts)])
    found = join([tag("h4", {}, "What was found"), _hits(case, texts)])
    answer = join([tag("h4", {}, "What was answered"), _answered(record, texts)])
    sides = tag("div", {"class": "sides"}, tag("div", {}, should, answer), tag("div", {}, found))
    asked = tag("p", {"class": "asked"}, foreign(record.asked, record.language))
    return tag("article", {"class": "case"}, heading, _tags(case), asked, sides)


def _tags(case: Case) -> Markup:
    """Where the question comes from, how sure the run was, and what else is wrong."""
    record = case.record
    parts = [record.set, record.setting, record.id, kind_name(record.kind), record.split]
    parts.append(f"asked in {language_name(record.language)}")
    if record.answerability is not None:
        known = f"answerability {score(record.answerability)}"
        limit = "" if record.threshold is None else f" (answers from {score(record.threshold)})"
        parts.append(known + limit)
    more = [f"also: {fault.says[:1].lower()}{fault.says[1:]}" for fault in case.faults[1:]]
    return tag("p", {"class": "tags"}, " · ".join([*(p for p in parts if p), *more]))


def _expected(record: QuestionRecord, texts: Texts) -> Markup:
    if not record.answerable:
        return paragraph("A refusal: the documents do not answer this question.")
    parts = sorted({gold.part for gold in record.gold})
    shown = []
    for part in parts:
        places = [gold for gold in record.gold if gold.part == part]
        if len(parts) > 1:
            shown.append(tag("p", {"class": "quiet"}, f"Part {part} of {len(parts)}"))
        shown += [_gold(gold, texts) for gold in places]
    return join(shown)


def _gold(gold: GoldPlace, texts: Texts) -> Markup:
    where = _where(texts.title(gold.document_id), page_name(gold.page, gold.page_end))
    quote = tag("blockquote", {"class": "gold"}, foreign(gold.quote, gold.language))
    return join([where, quote])


def _where(title: str, page: str) -> Markup:
    return tag("div", {}, tag("bdi", {}, title), ", ", page)


def _answered(record: QuestionRecord, texts: Texts) -> Markup:
    skipped = [f"Nothing was found on: {', '.join(record.skipped)}."] if record.skipped else []
    if record.abstained:
        said = "Nothing: it said that the documents do not answer."
        return join(paragraph(sentence) for sentence in (said, *skipped))
    claims = tag("ol", {}, *(_claim(claim, record, texts) for claim in record.claims))
    return join([claims, *(paragraph(sentence) for sentence in skipped)])


def _claim(claim: ClaimRecord, record: QuestionRecord, texts: Texts) -> Markup:
    party = [tag("bdi", {}, f"{claim.party}: ")] if claim.party else []
    status = [] if claim.status == "supported" else [f" ({claim.status})"]
    cited = (_cited(one, claim, record, texts=texts) for one in claim.citations)
    return tag("li", {}, *party, foreign(claim.text, claim.language), *status, *cited)


def _cited(
    cited: CitedPlace, claim: ClaimRecord, record: QuestionRecord, *, texts: Texts
) -> Markup:
    """Where a claim is from; its quote only where it is not the claim itself."""
    title = texts.titles.get(cited.document_id, cited.filename or cited.document_id)
    page = page_name(cited.page, cited.page_end)
    right = (
        [tag("span", {"class": "right"}, " – right page")] if on_page(cited, record.gold) else []
    )
    verdict = [] if cited.verdict == "verified" else [f" – {cited.verdict.replace('_', ' ')}"]
    place = tag("div", {"class": "quiet"}, tag("bdi", {}, title), ", ", page, *right, *verdict)
    if " ".join(cited.quote.split()) == " ".join(claim.text.split()):
        return place
    return join([place, tag("blockquote", {}, foreign(cited.quote, claim.language))])


def _hits(case: Case, texts: Texts) -> Markup:
    """The first hits; where the right page is not among them, where it was found."""
    record = case.record
    if not record.hits:
        return paragraph("Nothing was found.")
    rows = [_hit(n, hit, record, texts=texts) for n, hit in enumerate(record.hits[:_HITS], 1)]
    caption = f"The first {len(rows)} of {len(record.hits)} passages"
    if record.answerable:
        caption += f"; {_rank(case.rank)}"
    return table(caption, ("", "Passage", "Page", "Score"), rows)


def _rank(rank: int | None) -> str:
    if rank is None:
        return "the right page is not among the pages found"
    return f"the right page is number {rank} of the pages found"


def _hit(number: int, hit: HitPlace, record: QuestionRecord, *, texts: Texts) -> tuple[str, ...]:
    title = tag("bdi", {}, texts.title(hit.document_id))
    excerpt = texts.excerpt(hit.passage_id)
    words = [tag("div", {"class": "quiet"}, foreign(excerpt, hit.language))] if excerpt else []
    is_right = _is_right(hit, record.gold)
    yes = [tag("div", {"class": "right"}, "right page")] if is_right else []
    page = page_name(hit.page, hit.page_end)
    return str(number), join([title, *words, *yes]), page, f"{hit.score:.3f}"


def _is_right(hit: HitPlace, gold: Iterable[GoldPlace]) -> bool:
    """Whether a hit touches a page of the evidence; its words, in a document without pages."""
    for one in gold:
        if one.document_id != hit.document_id:
            continue
        if one.page is None or hit.page is None:
            if hit.start < one.end and one.start < hit.end:
                return True
        elif hit.page <= (one.page_end or one.page) and one.page <= (hit.page_end or hit.page):
            return True
    return False
