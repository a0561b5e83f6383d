"""Answers worded by a language model, every sentence held to a quote that code found."""

from pipeline.writing.answer import write_answer
from pipeline.writing.events import Event, Finished, Passed, Progress

__all__ = ["Event", "Finished", "Passed", "Progress", "write_answer"]
