import io
import zipfile

import pytest

from corpus.assessment import Kind
from corpus.framework import load_framework
from pipeline.memo import make_memo
from tests import assessed

KEPT = {
    "sv": assessed.kept(),
    "en": assessed.kept("en", signed=True),
    "call": assessed.kept("en", Kind.CALL),
    "hostile": assessed.hostile(),
}


@pytest.fixture(scope="session")
def memos():
    return {name: make_memo(one, load_framework()) for name, one in KEPT.items()}


@pytest.fixture(scope="session")
def long_memo():
    return make_memo(assessed.hostile(assessed.LONG), load_framework())


@pytest.fixture(scope="session")
def member():
    """One member of a .docx as text."""

    def read(data: bytes, name: str) -> str:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            return archive.read(name).decode()

    return read
