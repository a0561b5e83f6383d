"""The full-text index: which passages say the words of a query. The only door to the engine."""

from corpus.lexicon.index import LexicalHit, Lexicon, open_lexicon
from corpus.lexicon.terms import LexiconRow

__all__ = ["LexicalHit", "Lexicon", "LexiconRow", "open_lexicon"]
