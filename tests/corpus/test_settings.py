import json
import os
import re
from pathlib import Path

import pytest

from corpus.errors import SettingsError
from corpus.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith("SAMKLANG_")]:
        monkeypatch.delenv(name)


EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_example_file_names_every_setting_with_its_default():
    lines = re.findall(r"^(#?)SAMKLANG_(\w+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.M)
    assert {name.lower() for _, name, _ in lines} == set(Settings.model_fields)
    defaults = Settings()
    for commented, name, value in lines:
        default = getattr(defaults, name.lower())
        if commented:
            assert default is None
        elif isinstance(default, tuple):
            assert tuple(json.loads(value)) == default
        else:
            assert type(default)(value) == default


def test_variables_win_over_the_file(monkeypatch, tmp_path):
    (tmp_path / "samklang.toml").write_text('threads = 3\nembedding_model = "a"\n')
    monkeypatch.setenv("SAMKLANG_THREADS", "5")
    settings = load_settings()
    assert (settings.threads, settings.embedding_model) == (5, "a")


def test_unknown_name_is_refused(tmp_path):
    (tmp_path / "samklang.toml").write_text("thread = 3\n")
    with pytest.raises(SettingsError, match="thread"):
        load_settings()
