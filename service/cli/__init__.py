"""The ``samklang`` command. Nothing heavy is imported before a command runs."""

from __future__ import annotations

from service.cli.entry import main

__all__ = ["main"]
