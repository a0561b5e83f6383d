"""The settings, from ``SAMKLANG_*`` variables or ``samklang.toml`` (variables win)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from corpus.errors import SettingsError


class Settings(BaseSettings):
    """Everything that can be set. Built once, in ``main()`` or ``create_app``."""

    model_config = SettingsConfigDict(
        env_prefix="SAMKLANG_",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        toml_file="samklang.toml",
        # a key under a misspelt name must not be printed with the complaint about the name
        hide_input_in_errors=True,
    )

    data_dir: Path = Field(
        default=Path(".samklang"),
        description="Folder that holds all state: catalog, originals, indexes. Beside you, so that "
        "two projects never share documents by accident.",
    )
    model_dir: Path | None = Field(
        default=None,
        description="Folder for embedding models. Default <data_dir>/models; set it to share one "
        "between data folders.",
    )
    embedding_model: str = Field(
        default="bundled",
        description="Embedding model: 'bundled' (multilingual-e5-small, needs no network), a "
        "folder with model.onnx and tokenizer.json, a hub id (org/name), or "
        "sentence-transformers:<model>.",
    )
    threads: int = Field(
        default=0, ge=0, description="Threads for the embedding model; 0 means one per core."
    )
    parse_seconds: float = Field(
        default=300.0,
        gt=0,
        description="Seconds one file may take to read before its worker is stopped; the slowest "
        "real document measured took under a tenth of this.",
    )
    max_file_mb: int = Field(
        default=200, gt=0, description="Largest file taken in, in MiB; larger ones are refused."
    )
    upload_mb: int = Field(
        default=1000,
        gt=0,
        description="Largest upload of documents in one request, all files together, in MiB: five "
        "of the largest files. It lies in the data folder until its job has ended.",
    )
    upload_files: int = Field(
        default=200,
        gt=0,
        description="Most files in one upload: more than people choose by hand. Whole folders are "
        "what samklang ingest is for.",
    )
    password: str | None = Field(
        default=None, description="Password tried on encrypted documents. Default: none."
    )
    answer_risk: float | None = Field(
        default=None,
        gt=0,
        le=1,
        description="The share of answers without any right citation you accept; fewer questions "
        "are answered the lower it is. Default: 0.05, but never refusing more than 15 % of what "
        "the documents answer, as measured when the constants were calibrated.",
    )
    framework: Path | None = Field(
        default=None,
        description="Framework file that assessments are held against, for an organisation with a "
        "strategy of its own. Default: the shipped one, of Viable Cities' strategy.",
    )
    allowed_hosts: tuple[str, ...] = Field(
        default=("localhost", "127.0.0.1", "[::1]"),
        description="Host names the service answers to (JSON list); others get 400, so that a "
        "foreign page cannot reach it under a name of its own.",
    )
    log: Literal["json", "plain", "off"] = Field(
        default="json",
        description="What samklang serve writes to stderr: a JSON object for each request, the "
        "same in plain words, or only what went wrong. Never questions or document text.",
    )
    answers_per_minute: int = Field(
        default=60,
        ge=0,
        description="Questions and assessments a minute from one client; 0 means no limit. Nobody "
        "reads an answer a second.",
    )
    requests_per_minute: int = Field(
        default=3000,
        ge=0,
        description="All other requests a minute from one client; 0 means no limit. Leafing fast "
        "through a document takes some hundreds.",
    )
    answers_at_once: int = Field(
        default=4,
        gt=0,
        description="Answers and assessments worked on at the same time; others wait. More only "
        "make each other slower on the cores of one computer. With a language model, as many more "
        "as its own queue holds.",
    )
    answers_waiting: int = Field(
        default=100,
        ge=0,
        description="Answers and assessments that may wait for their turn; the next gets 503. At "
        "four a second the last of 100 waits 25 seconds.",
    )

    llm: str | None = Field(
        default=None,
        description="Language model that writes answers: openai:NAME (also any server that speaks "
        "OpenAI's protocol), ollama:NAME or mistralai:NAME. Default: none, answers are extracted.",
    )
    llm_base_url: str | None = Field(
        default=None,
        description="Address of the model's server, as in http://127.0.0.1:8080/v1. Default: the "
        "provider's own, for ollama http://127.0.0.1:11434. Plain http only within this machine "
        "and private networks.",
    )
    llm_api_key: SecretStr | None = Field(
        default=None, description="Key for the language model's server. Default: none is sent."
    )
    llm_context: int | None = Field(
        default=None,
        ge=512,
        description="Tokens that prompt and answer may take together. Default: what the server "
        "says, else 4096, which every model in use can read.",
    )
    llm_answer_tokens: int = Field(
        default=2000,
        gt=0,
        description="Tokens one answer may take: five claims with their quotes take under 1,000, "
        "and a model that repeats itself is stopped.",
    )
    llm_connect_seconds: float = Field(
        default=10.0,
        gt=0,
        description="Seconds to connect to the language model's server; one that lives takes few.",
    )
    llm_first_token_seconds: float = Field(
        default=180.0,
        gt=0,
        description="Seconds until its first word. A small computer reads a long prompt at some "
        "50 tokens a second.",
    )
    llm_between_tokens_seconds: float = Field(
        default=60.0,
        gt=0,
        description="Seconds between two words; a slow one writes several a second.",
    )
    llm_answer_seconds: float = Field(
        default=600.0,
        gt=0,
        description="Seconds for one whole answer, retries included: 2,000 tokens at 5 a second, "
        "and time to read the prompt.",
    )
    llm_concurrency: int = Field(
        default=2,
        gt=0,
        description="Answers written at the same time; others wait in a queue they see. A server "
        "on one computer gets slower for all with more.",
    )
    llm_daily_tokens: int = Field(
        default=2_000_000,
        ge=0,
        description="Tokens (read and written) per day, UTC, after which no answer is written "
        "until the next: some 400 answers. 0 means no ceiling.",
    )
    llm_daily_cost: float | None = Field(
        default=None,
        gt=0,
        description="Cost per day, UTC, after which no answer is written until the next; in the "
        "currency of the prices, which must be set too. Default: no ceiling.",
    )
    llm_price_in: float = Field(
        default=0.0,
        ge=0,
        description="Price of a million tokens read by the model. 0 because a model on your own "
        "computer has none, and others' prices change too often to ship.",
    )
    llm_price_out: float = Field(
        default=0.0, ge=0, description="Price of a million tokens written by the model."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then ``samklang.toml`` in the current folder."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def models(self) -> Path:
        """Where model folders are built and looked for."""
        return self.model_dir or self.data_dir / "models"


def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a value is of the wrong kind, or ``samklang.toml`` has an unknown name.
    """
    try:
        return Settings()
    except (ValidationError, ValueError) as error:
        raise SettingsError(f"the settings cannot be read: {error}") from error
