"""Pale text: whether anything dark enough stands behind it to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pypdfium2

_SCALE_PIXELS = 1_000_000
_SEEN = 24


def unseen(
    page: pypdfium2.PdfPage, boxes: npt.NDArray[np.float64], pale: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Which of the pale characters cannot be told from what is behind them.

    ``boxes`` ``(n, 4)`` are points from the top-left corner as viewed. The page is drawn only
    when it has pale characters; a run of them whose pixels differ by less than 24 of 255 grey
    levels is unseen.
    """
    hidden = np.zeros(len(pale), np.bool_)
    if not pale.any():
        return hidden
    width, height = page.get_size()
    scale = min(1.5, (_SCALE_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    pixels = bitmap.to_numpy()
    pixels = pixels[:, :, 0] if pixels.ndim == 3 else pixels
    for start, end in _runs(boxes, pale):
        x0, y0 = (boxes[start:end, :2].min(axis=0) * scale).clip(0).astype(int)
        x1, y1 = np.ceil(boxes[start:end, 2:].max(axis=0) * scale).clip(0).astype(int)
        patch = pixels[y0:y1, x0:x1]
        if not patch.size or int(patch.max()) - int(patch.min()) < _SEEN:
            hidden[start:end] = True
    bitmap.close()
    return hidden & pale


def _runs(boxes: npt.NDArray[np.float64], pale: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Stretches of pale characters side by side."""
    places = np.flatnonzero(pale)
    apart = (np.diff(places) > 1) | (np.abs(np.diff(boxes[places, 3])) > 3)
    starts = np.append(0, np.flatnonzero(apart) + 1)
    ends = np.append(starts[1:], len(places))
    return [(int(places[a]), int(places[b - 1]) + 1) for a, b in zip(starts, ends, strict=True)]
