"""The prompts as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from service.schemas.model import Model

if TYPE_CHECKING:
    from prompts.load import Prompt


class PromptResponse(Model):
    """One prompt in one language, without its words."""

    id: str
    language: str
    version: int
    purpose: str
    inputs: list[str]
    output: str
    sha256: str = Field(description="of the text in UTF-8; answers and memos record it")

    @classmethod
    def from_record(cls, prompt: Prompt) -> PromptResponse:
        """What other programs need to know of a prompt."""
        return cls(
            id=prompt.id,
            language=prompt.language,
            version=prompt.version,
            purpose=prompt.purpose,
            inputs=list(prompt.inputs),
            output=prompt.output,
            sha256=prompt.sha256,
        )


class PromptsResponse(Model):
    """Every prompt, by id and language."""

    prompts: list[PromptResponse]
