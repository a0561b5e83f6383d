"""How arrays and blocks are packed into the catalog's binary columns."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from corpus.records import Block, BlockKind, Boxes, FloatMatrix, FloatVector, Page


def pack_vector(vector: FloatVector) -> bytes:
    """Little-endian float32, ``4 * dimension`` bytes."""
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def unpack_vectors(rows: Sequence[bytes]) -> FloatMatrix:
    """``(len(rows), dimension)`` float32; ``(0, 0)`` for no rows."""
    if not rows:
        return np.zeros((0, 0), dtype=np.float32)
    return np.frombuffer(b"".join(rows), dtype="<f4").reshape(len(rows), -1)


def pack_bytes(array: npt.NDArray[np.int8] | npt.NDArray[np.uint8]) -> bytes:
    """One byte for each element, row after row."""
    return np.ascontiguousarray(array).tobytes()


def unpack_tokens(
    vectors: bytes, sentences: bytes
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.uint8]]:
    """Token vectors ``(n, width)`` int8 and their sentence indexes ``(n,)`` uint8, read-only."""
    numbers = np.frombuffer(sentences, np.uint8)
    width = len(vectors) // max(len(numbers), 1)
    return np.frombuffer(vectors, np.int8).reshape(len(numbers), width), numbers


def pack_boxes(boxes: Boxes) -> bytes:
    """One zlib-compressed array per page: n, then spans, then rectangles."""
    spans = np.ascontiguousarray(boxes.spans, dtype="<i4")
    rects = np.ascontiguousarray(boxes.rects, dtype="<f4")
    return zlib.compress(np.int32(len(spans)).tobytes() + spans.tobytes() + rects.tobytes(), 1)


def unpack_boxes(page: int, data: bytes) -> Boxes:
    """The reverse of ``pack_boxes``."""
    raw = zlib.decompress(data)
    count = int(np.frombuffer(raw[:4], dtype="<i4")[0])
    border = 4 + 8 * count
    spans = np.frombuffer(raw[4:border], dtype="<i4").reshape(count, 2)
    rects = np.frombuffer(raw[border:], dtype="<f4").reshape(count, 4)
    return Boxes(page, spans, rects)


def pack_blocks(blocks: Iterable[Block]) -> bytes:
    """Compressed JSON rows ``[kind, page, start, end, level]``."""
    rows = [[b.kind.value, b.page, b.start, b.end, b.level] for b in blocks]
    return zlib.compress(json.dumps(rows).encode(), 1)


def unpack_blocks(data: bytes) -> tuple[Block, ...]:
    """The reverse of ``pack_blocks``."""
    return tuple(Block(BlockKind(kind), *rest) for kind, *rest in json.loads(zlib.decompress(data)))


def pack_pages(pages: Iterable[Page]) -> list[list[object]]:
    """JSON rows ``[number, label, start, end, width, height]``."""
    return [[p.number, p.label, p.start, p.end, p.width, p.height] for p in pages]


def unpack_pages(rows: Iterable[Sequence[object]]) -> tuple[Page, ...]:
    """The reverse of ``pack_pages``."""
    return tuple(Page(*row) for row in rows)  # type: ignore[arg-type]
