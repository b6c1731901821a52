"""Charts as inline SVG: a curve with its band, and bars. Text in them is escaped;
nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import attrs

WIDTH: Final = 640
HEIGHT: Final = 260
# Room for the labels of the axes, to the left and below.
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 12, 32


@attrs.frozen
class Curve:
    """Points of a share (0 to 1) over some quantity, and the band around them if there
    is one.
    """

    x: Sequence[float]
    y: Sequence[float]
    lower: Sequence[float] = ()
    upper: Sequence[float] = ()


def steps(
    curve: Curve,
    title: str,
    ticks: Sequence[tuple[float, str]],
    mark: float | None = None,
) -> str:
    """A curve that falls in steps, as SVG; `mark` is an x to point out where it crosses
    one half.
    """
    low, high = min(curve.x), max(curve.x)
    # A curve of one point has no width to divide by.
    spread = (high - low) or 1.0

    def place(x: float, y: float) -> str:
        across = _LEFT + (x - low) / spread * (WIDTH - _LEFT - _RIGHT)
        return f"{across:.1f},{_down(y):.1f}"

    parts = [_axis(share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    for index, (x, label) in enumerate(ticks):
        across = float(place(x, 0).partition(",")[0])
        anchor = (
            "end" if index == len(ticks) - 1 else "middle"
        )  # the last one has no room to its right
        parts.append(_tick(across, HEIGHT - 10, label, anchor))
    if curve.lower:
        outline = [
            *_stepped(curve.x, curve.upper),
            *reversed(_stepped(curve.x, curve.lower)),
        ]
        parts.append(
            f'<polygon class="band" points="{" ".join(place(*point) for point in outline)}"/>'
        )
    points = " ".join(place(*point) for point in _stepped(curve.x, curve.y))
    parts.append(f'<polyline class="curve" points="{points}"/>')
    if mark is not None and low <= mark <= high:
        at = place(mark, 0.5).partition(",")[0]
        parts.append(
            f'<line class="mark" x1="{at}" x2="{at}" y1="{_down(0.5):.1f}" y2="{_down(0):.1f}"/>'
        )
    return _svg(title, parts, HEIGHT)


def _down(y: float) -> float:
    return _TOP + (1 - y) * (HEIGHT - _TOP - _BOTTOM)


def _axis(share: float) -> str:
    down = _down(share)
    return (
        f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{down:.1f}" y2="{down:.1f}"/>'
        f"{_tick(_LEFT - 6, down + 4, f'{share:.0%}', 'end')}"
    )


def _tick(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text class="tick" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _stepped(x: Sequence[float], y: Sequence[float]) -> list[tuple[float, float]]:
    points = [(x[0], y[0])]
    for before, (across, share) in zip(
        y, list(zip(x, y, strict=True))[1:], strict=False
    ):
        points += [(across, before), (across, share)]
    return points


def bars(rows: Sequence[tuple[str, Sequence[tuple[str, int]]]], title: str) -> str:
    """A bar for each row, made of parts (CSS class and count), as SVG."""
    most = max((sum(count for _, count in parts) for _, parts in rows), default=1) or 1
    drawn = []
    for place, (label, parts) in enumerate(rows):
        down, across = 8 + place * 22, 210.0
        drawn.append(
            f'<text class="tick" x="202" y="{down + 12}" text-anchor="end">{escape(label[:34])}</text>'
        )
        for style, count in parts:
            width = count / most * (WIDTH - 260)
            drawn.append(
                f'<rect class="{style}" x="{across:.1f}" y="{down}" width="{width:.1f}" height="16"/>'
            )
            across += width
        total = sum(count for _, count in parts)
        drawn.append(
            _tick(
                across + 5,
                down + 12,
                str(total),
                "start",
            )
        )
    return _svg(title, drawn, 16 + len(rows) * 22)


def _svg(title: str, parts: Sequence[str], height: int) -> str:
    name = escape(title)
    return (
        f'<svg role="img" aria-label="{name}" viewBox="0 0 {WIDTH} {height}"'
        ' xmlns="http://www.w3.org/2000/svg">'
        f"<title>{name}</title>{''.join(parts)}</svg>"
    )
