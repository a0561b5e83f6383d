"""A chat model at the faulty endpoint, and a meter in memory."""

import pytest

from corpus.settings import Settings
from pipeline.llm import ChatModel


class Ledger:
    """What was used, row by row."""

    def __init__(self):
        self.rows = []
        self.before = (0, 0.0)

    def usage_on(self, day):
        return (
            self.before[0] + sum(row["tokens_in"] + row["tokens_out"] for row in self.rows),
            self.before[1] + sum(row["cost"] for row in self.rows),
        )

    def add_usage(self, day, model, *, tokens_in, tokens_out, cost):
        self.rows.append(
            {
                "day": day,
                "model": model,
                "tokens_in": tokens_in,
                "tokens_out": tokens_out,
                "cost": cost,
            }
        )


@pytest.fixture(autouse=True)
def _no_settings_of_the_shell(monkeypatch, tmp_path):
    import os

    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith("SAMKLANG_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def ledger():
    return Ledger()


@pytest.fixture
def chat(faulty, ledger, tmp_path):
    """Make the model with this name at the faulty endpoint."""

    def make(model="scripted", **settings):
        settings = {"data_dir": tmp_path / "data", **settings}
        settings["data_dir"].mkdir(exist_ok=True)
        return ChatModel(Settings(**faulty.settings(model, **settings)), ledger)

    return make
