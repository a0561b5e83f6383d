"""The bundled model's tokenizer, as the `tokenizer.json` that the tokenizers library reads."""

from typing import TYPE_CHECKING

from corpus.embedding.weights import Vocabulary, Weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from tokenizers.processors import PostProcessor

_NUL = 0


def make_tokenizer(weights: Weights) -> "Tokenizer":
    """A Unigram tokenizer that gives a text its ids between the start and end markers.

    The character map of the file is NFKC but for the characters that it drops or turns into a
    space; those are replaced first, and NFKC (which also composes) does the rest.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    dropped = [point for point, text in weights.characters.items() if text == ""]
    spaces = [point for point, text in weights.characters.items() if text == " "]
    vocabulary = weights.vocabulary
    tokenizer = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_one_of([_NUL, *dropped])), ""),
            normalizers.Replace(Regex(_one_of(spaces)), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = _markers(vocabulary)
    return tokenizer


def _markers(vocabulary: Vocabulary) -> "PostProcessor":
    from tokenizers.processors import TemplateProcessing

    start, end = (vocabulary.pieces[i][0] for i in (vocabulary.start, vocabulary.end))
    return TemplateProcessing(
        single=f"{start} $A {end}",
        special_tokens=[(start, vocabulary.start), (end, vocabulary.end)],
    )


def _one_of(points: list[int]) -> str:
    return "[" + "".join(f"\\x{{{point:x}}}" for point in points) + "]"
