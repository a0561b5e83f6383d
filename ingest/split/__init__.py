"""Cutting canonical text into passages and sentences.

``sentences`` finds sentence borders in one block; ``units`` turns the blocks of a reading into
pieces that may be packed; ``passages`` packs them.
"""

from ingest.split.passages import split_document
from ingest.split.sentences import sentences_of

__all__ = ["sentences_of", "split_document"]
