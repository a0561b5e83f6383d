"""Whether a language model is fit for use, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from service.chat import describe_model
from service.schemas.model import Model

if TYPE_CHECKING:
    from eval.fitness import Fitness, Trial
    from pipeline.llm import Abilities, Endpoint


class TrialResponse(Model):
    """One of the fixed questions, and what the model made of it."""

    id: str
    question: str
    answerable: bool
    mode: str = Field(description="generative, extractive (the model gave nothing) or failed")
    abstained: bool
    stated: int = Field(description="sentences the model wrote")
    supported: int = Field(description="of those, how many passed the check after one repair")
    quotes: int
    verified: int = Field(description="quotes that stand in the passage the model named")
    faults: dict[str, int]
    failure: str | None
    first_claim_seconds: float | None
    seconds: float
    tokens: int
    cost: float

    @classmethod
    def from_record(cls, trial: Trial) -> TrialResponse:
        """The trial as other programs see it."""
        return cls(
            id=trial.id,
            question=trial.question,
            answerable=trial.answerable,
            mode=trial.mode,
            abstained=trial.abstained,
            stated=trial.stated,
            supported=trial.supported,
            quotes=trial.quotes,
            verified=trial.verified,
            faults=dict(trial.faults),
            failure=trial.failure,
            first_claim_seconds=trial.first_claim,
            seconds=trial.seconds,
            tokens=trial.tokens,
            cost=trial.cost,
        )


class FitnessResponse(Model):
    """What the model was found to be able to do, and whether it is fit for use."""

    model: str
    host: str
    outside: bool = Field(description="whether prompts leave this machine")
    forms: list[str] = Field(description="how it can be held to a form, best first")
    streaming: bool
    context: int = Field(description="tokens that prompt and answer may take together")
    description: str = Field(description="the same in a sentence")
    trials: list[TrialResponse]
    verified: float | None = Field(description="share of its quotes, 0..1; at least .9 is wanted")
    supported: float | None = Field(description="share of its sentences; at least .8 is wanted")
    answered: float = Field(description="share of answerable questions it answered")
    silent: float = Field(description="share of unanswerable questions left unanswered")
    failed: int
    faults: dict[str, int]
    median_seconds: float
    tokens: int
    cost: float
    fit: bool

    @classmethod
    def from_record(
        cls, found: Fitness, endpoint: Endpoint, abilities: Abilities
    ) -> FitnessResponse:
        """The outcome as other programs see it."""
        return cls(
            model=endpoint.model,
            host=endpoint.host,
            outside=endpoint.outside,
            forms=[form.value for form in abilities.forms],
            streaming=abilities.streaming,
            context=abilities.context,
            description=describe_model(endpoint, abilities),
            trials=[TrialResponse.from_record(one) for one in found.trials],
            verified=found.verified,
            supported=found.supported,
            answered=found.answered,
            silent=found.silent,
            failed=found.failed,
            faults=found.faults,
            median_seconds=found.seconds,
            tokens=found.tokens,
            cost=found.cost,
            fit=found.fit,
        )
