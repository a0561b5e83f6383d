"""Swedish and English as equals: languages told apart, words, stems, compounds, translations."""

from corpus.language.compounds import split_compound
from corpus.language.detection import (
    detect_language,
    detect_question_language,
    majority_language,
)
from corpus.language.glossary import glossary_words, translations
from corpus.language.stems import stem
from corpus.language.tokens import content_words, split_words, without_stop_words, words

__all__ = [
    "content_words",
    "detect_language",
    "detect_question_language",
    "glossary_words",
    "majority_language",
    "split_compound",
    "split_words",
    "stem",
    "translations",
    "without_stop_words",
    "words",
]
