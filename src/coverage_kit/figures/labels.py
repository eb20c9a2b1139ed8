"""Labels beside dots that do not run into each other."""

import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

FONT_SIZE = 12
# In pixels: a label's height, half a dot, and from the middle of a dot to its label.
_LINE, _DOT, _GAP = 17, 4, 7
# Anchors of a label's text across and down, and its shift from the dot (to the right, up).
_SIDES = {
    "right": ("left", "middle", _GAP, 0),
    "left": ("right", "middle", -_GAP, 0),
    "above": ("center", "bottom", 0, _GAP - 2),
    "below": ("center", "top", 0, 2 - _GAP),
}


def place_labels(
    x: Sequence[float], y: Sequence[float], widths: Sequence[float], *, size: tuple[float, float], number: int
) -> dict[int, str]:
    """Find a side for the labels of the first dots, so that no two labels overlap and none leaves the plot.

    `x`, `y` (from the lower left corner) and `widths` are in pixels, the most important dot first. Dots after the last
    width want no label: a label covers as few of them as it can, and none of the others.

    Examples
    --------
    >>> place_labels([10, 12, 95], [50, 50, 80], [40, 40, 40], size=(100, 100), number=3)
    {0: 'right', 2: 'left'}
    """
    dots = np.column_stack([x, y, x, y]) + np.array([-_DOT, -_DOT, _DOT, _DOT])
    taken, others = dots[: len(widths)], dots[len(widths) :]
    placed: dict[int, str] = {}
    for i, width in enumerate(widths):
        if len(placed) == number:
            break
        found = []
        for side, box in _boxes(x[i], y[i], width).items():
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]
            if inside and not _overlaps(box, taken).any():
                found.append((_overlaps(box, others).sum(), side, box))
        if found:
            _, placed[i], box = min(found, key=lambda candidate: candidate[0])
            taken = np.vstack([taken, box])
    return placed


def beside(side: str) -> dict[str, Any]:
    """Return where an annotation's text stands if its dot has the label on this side.

    Examples
    --------
    >>> beside("left")
    {'xanchor': 'right', 'yanchor': 'middle', 'xshift': -7, 'yshift': 0}
    """
    return dict(zip(("xanchor", "yanchor", "xshift", "yshift"), _SIDES[side], strict=True))


def text_width(text: str) -> float:
    """Estimate the width of a text in pixels, rather too wide than too narrow: the reader's font is not known.

    Examples
    --------
    >>> round(text_width("talks"), 1), round(text_width("summit"), 1)
    (39.2, 54.6)
    """
    ems = sum(1.05 if unicodedata.east_asian_width(c) in "WF" else 0.95 if c in "mwMW@…" else 0.62 for c in text)
    return FONT_SIZE * ems + 2


def _boxes(x: float, y: float, width: float) -> dict[str, np.ndarray]:
    """Return left, lower, right and upper edge of a label on each side of a dot."""
    boxes = {}
    for side, (across, down, right, up) in _SIDES.items():
        left = x + right - width * {"left": 0, "center": 0.5, "right": 1}[across]
        lower = y + up - _LINE * {"bottom": 0, "middle": 0.5, "top": 1}[down]
        boxes[side] = np.array([left, lower, left + width, lower + _LINE])
    return boxes


def _overlaps(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    return (box[0] < others[:, 2]) & (others[:, 0] < box[2]) & (box[1] < others[:, 3]) & (others[:, 1] < box[3])
