"""The door to chat models: where they are, what they can do, and what they write."""

from __future__ import annotations

from pipeline.llm.endpoint import Endpoint, read_endpoint
from pipeline.llm.exchange import (
    Abilities,
    Delta,
    Ended,
    Event,
    Form,
    Message,
    Meter,
    Usage,
    Waiting,
)
from pipeline.llm.faults import Fault
from pipeline.llm.model import ChatModel
from pipeline.llm.words import explain_fault

__all__ = [
    "Abilities",
    "ChatModel",
    "Delta",
    "Ended",
    "Endpoint",
    "Event",
    "Fault",
    "Form",
    "Message",
    "Meter",
    "Usage",
    "Waiting",
    "explain_fault",
    "read_endpoint",
]
