"""The language model of the settings, for the service and the command line alike."""

from __future__ import annotations

from corpus.settings import Settings
from corpus.store import Store
from pipeline.llm import Abilities, ChatModel, Endpoint, Meter, read_endpoint


def open_chat(settings: Settings, store: Store, meter: Meter | None = None) -> ChatModel | None:
    """The model the settings name; None where none is, and the documents answer alone.

    ``meter`` is where its usage is kept, by default the catalog.

    Raises:
        SettingsError: the settings name a model that cannot be used.
    """
    return ChatModel(settings, meter or store.catalog) if read_endpoint(settings) else None


def describe_model(endpoint: Endpoint, abilities: Abilities) -> str:
    """Which model it is, where, and what was found out that it can do."""
    where = "text sent to it leaves this machine" if endpoint.outside else "on this machine"
    what = f"Language model {endpoint.model} at {endpoint.host} ({where})"
    if not abilities.probed:
        return f"{what}: it could not be tried; samklang llm check says why."
    forms = ", ".join(form.value.replace("_", " ") for form in abilities.forms)
    streaming = "streams" if abilities.streaming else "does not stream"
    return f"{what}: {forms}; {streaming}; reads {abilities.context} tokens."
