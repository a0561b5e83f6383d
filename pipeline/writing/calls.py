"""The calls to a model that one answer takes: prompts, form, cost, all on record."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from anyio import to_thread

from corpus.store import Store
from pipeline.llm import ChatModel, Delta, Ended, Form, Message, Usage, Waiting
from prompts.load import load_prompt


@dataclass(slots=True)
class Calls:
    """Calls made with the prompts of one language; each prompt's text is kept in the catalog."""

    store: Store
    model: ChatModel
    language: str
    prompts: dict[str, dict[str, object]] = field(default_factory=dict)
    usage: Usage = field(default_factory=lambda: Usage(0, 0, 0.0, estimated=False))
    form: Form | None = None
    finish: str = ""
    repaired: bool = False

    async def stream(
        self, prompt_id: str, inputs: Mapping[str, str], *, schema: Mapping[str, Any], form: Form
    ) -> AsyncGenerator[Waiting | str]:
        """The pieces of the output, and the places in the queue before them.

        Raises:
            LanguageModelError: the endpoint failed, or its output has no end.
        """
        prompt = load_prompt(prompt_id, self.language)
        filled = prompt.render(**{name: inputs[name] for name in prompt.inputs})
        keep = partial(
            self.store.catalog.keep_prompt,
            prompt.sha256,
            prompt.text,
            prompt_id=prompt.id,
            language=prompt.language,
            version=prompt.version,
        )
        await to_thread.run_sync(keep)
        self.prompts[prompt.id] = {
            "language": prompt.language,
            "version": prompt.version,
            "sha256": prompt.sha256,
        }
        messages = (Message("system", filled.system), Message("user", filled.user))
        self.form = form
        wanted = None if form is Form.TEXT else schema
        async with aclosing(self.model.stream(messages, schema=wanted, form=form)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Ended):
                    self._end(piece)
                else:
                    yield piece.text if isinstance(piece, Delta) else piece

    def _end(self, ended: Ended) -> None:
        own, new = self.usage, ended.usage
        self.finish = ended.finish
        self.usage = Usage(
            own.tokens_in + new.tokens_in,
            own.tokens_out + new.tokens_out,
            own.cost + new.cost,
            estimated=own.estimated or new.estimated,
        )

    def record(self) -> dict[str, object]:
        """What the answer's trace says of the model: who it was, what it saw, what it took."""
        endpoint, usage = self.model.endpoint, self.usage
        return {
            "provider": endpoint.provider,
            "model": endpoint.model,
            "host": endpoint.host,
            "outside": endpoint.outside,
            "form": self.form.value if self.form else None,
            "finish": self.finish,
            "repaired": self.repaired,
            "prompts": self.prompts,
            "usage": {
                "tokens_in": usage.tokens_in,
                "tokens_out": usage.tokens_out,
                "cost": usage.cost,
                "estimated": usage.estimated,
            },
        }
