"""The settings, from ``SAMKLANG_*`` variables or ``samklang.toml`` (variables win)."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
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
    allowed_hosts: tuple[str, ...] = Field(
        default=("localhost", "127.0.0.1", "[::1]"),
        description="Host names the service answers to (JSON list); others get 400, so that a "
        "foreign page cannot reach it under a name of its own.",
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
