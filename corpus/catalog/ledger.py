"""What the language models were given and took: the text of every prompt, tokens and cost."""

from __future__ import annotations

from sqlalchemy import Engine, func, insert, select, update

from corpus.catalog.clock import now
from corpus.catalog.tables import prompts, usage
from corpus.errors import NotFoundError


class Ledger:
    """The part of the catalog that keeps account of language models; safe from any thread.

    Each method that writes begins with its ``UPDATE``: SQLite takes the write lock there, so of
    two threads the second waits, and sees the row of the first.
    """

    engine: Engine

    def keep_prompt(
        self, sha256: str, text: str, *, prompt_id: str, language: str, version: int
    ) -> None:
        """Keep the text of a prompt under its sha256, and note that it is used now."""
        used = {"id": prompt_id, "language": language, "version": version, "last_used": now()}
        with self.engine.begin() as db:
            mine = update(prompts).where(prompts.c.sha256 == sha256)
            if not db.execute(mine.values(**used)).rowcount:
                row = {"sha256": sha256, "text": text, "first_used": used["last_used"], **used}
                db.execute(insert(prompts).values(**row))

    def prompt_text(self, sha256: str) -> str:
        """The text of a prompt that was used.

        Raises:
            NotFoundError: none with this sha256 ever was.
        """
        with self.engine.connect() as db:
            text = db.execute(select(prompts.c.text).where(prompts.c.sha256 == sha256)).scalar()
        if text is None:
            raise NotFoundError(
                f'no prompt with the sha256 "{sha256}" was used in this data folder'
            )
        return str(text)

    def last_prompt(self, prompt_id: str, language: str) -> tuple[int, str] | None:
        """Version and text of the prompt as it was last used; None when it never was."""
        query = select(prompts.c.version, prompts.c.text).where(
            prompts.c.id == prompt_id, prompts.c.language == language
        )
        with self.engine.connect() as db:
            row = db.execute(query.order_by(prompts.c.last_used.desc()).limit(1)).first()
        return (row.version, row.text) if row else None

    def usage_on(self, day: str) -> tuple[int, float]:
        """Tokens (in and out) and cost of a day, all models together; ``day`` is ``2026-11-24``."""
        tokens, cost = usage.c.tokens_in + usage.c.tokens_out, usage.c.cost
        query = select(
            func.coalesce(func.sum(tokens), 0), func.coalesce(func.sum(cost), 0.0)
        ).where(usage.c.day == day)
        with self.engine.connect() as db:
            spent, paid = db.execute(query).one()
        return int(spent), float(paid)

    def add_usage(
        self, day: str, model: str, *, tokens_in: int, tokens_out: int, cost: float
    ) -> None:
        """Add what one call took to the sums of its day and model."""
        mine = update(usage).where(usage.c.day == day, usage.c.model == model)
        added = mine.values(
            tokens_in=usage.c.tokens_in + tokens_in,
            tokens_out=usage.c.tokens_out + tokens_out,
            cost=usage.c.cost + cost,
        )
        row = {"tokens_in": tokens_in, "tokens_out": tokens_out, "cost": cost}
        with self.engine.begin() as db:
            if not db.execute(added).rowcount:
                db.execute(insert(usage).values(day=day, model=model, **row))
