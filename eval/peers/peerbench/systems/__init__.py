"""The frameworks, each at its defaults, behind one small interface."""

from __future__ import annotations

from collections.abc import Callable

from peerbench.contract import Peer
from peerbench.model import Model

# what is imported, and the distributions whose versions are told
DISTRIBUTIONS = {
    "langchain": ("langchain-core", "langchain-text-splitters", "langchain-chroma", "chromadb"),
    "llamaindex": ("llama-index-core",),
    "haystack": ("haystack-ai",),
    "haystack-joined": ("haystack-ai",),
    "txtai": ("txtai", "langchain-text-splitters", "faiss-cpu"),
}
TITLES = {
    "langchain": "LangChain",
    "llamaindex": "LlamaIndex",
    "haystack": "Haystack, dense",
    "haystack-joined": "Haystack, joined",
    "txtai": "txtai, hybrid",
}


def make_peer(name: str) -> Callable[[Model, str], Peer]:
    """What makes an empty index of a framework; only that framework is imported."""
    if name == "langchain":
        from peerbench.systems.langchain import LangChainPeer

        return LangChainPeer
    if name == "llamaindex":
        from peerbench.systems.llamaindex import LlamaIndexPeer

        return LlamaIndexPeer
    if name == "txtai":
        from peerbench.systems.txtai import TxtaiPeer

        return TxtaiPeer
    from peerbench.systems.haystack import HaystackJoinedPeer, HaystackPeer

    return {"haystack": HaystackPeer, "haystack-joined": HaystackJoinedPeer}[name]
