"""What the layout needs to know of a page's characters, whoever read them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """The characters of one page in content order; ``n`` of them.

    ``codes`` ``(n,)``: code points; ``boxes`` ``(n, 4)``: x0, y0, x1, y1 in points from the
    page's top-left corner, as viewed; ``baselines`` ``(n, 2)``: where the pen starts;
    ``sizes`` ``(n,)``: points, 0 for the spaces the reader made up; ``directions``: quarter turns
    clockwise from upright, 0..3; ``hidden``: nobody can see it.
    """

    codes: npt.NDArray[np.uint32]
    boxes: npt.NDArray[np.float32]
    baselines: npt.NDArray[np.float32]
    sizes: npt.NDArray[np.float32]
    bold: npt.NDArray[np.bool_]
    directions: npt.NDArray[np.int8]
    hidden: npt.NDArray[np.bool_]
    width: float
    height: float
