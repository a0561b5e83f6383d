import pytest
from langchain_tests.integration_tests import RetrieversIntegrationTests

from pipeline.retrieve.langchain import CorpusRetriever


class TestCorpusRetriever(RetrieversIntegrationTests):
    """LangChain's own checks of the contract."""

    @pytest.fixture(autouse=True)
    def _open(self, books):
        TestCorpusRetriever.store = books

    @property
    def retriever_constructor(self):
        return CorpusRetriever

    @property
    def retriever_constructor_params(self):
        return {"store": self.store}

    @property
    def retriever_query_example(self):
        return "Vad krävs för nya initiativ?"


def test_documents_carry_their_place(books):
    found = CorpusRetriever(store=books, k=2).invoke("Vad krävs för nya initiativ?")
    assert len(found) == 2
    place = found[0].metadata
    text = books.catalog.text(place["document_id"], place["version"])
    assert text[place["start"] : place["end"]] == found[0].page_content
