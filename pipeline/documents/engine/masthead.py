"""A red title comes in; the run that sets it across the type area goes out."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape

WIDTH = 442  # points: the 156 mm of the type area
TALL = 53  # points: with the carrier's line, the ink begins 35 mm below the type area's top (GB/T 9704 7.2.4)
NARROWEST = 0.5


@dataclass(frozen=True)
class Fitted:
    """A 发文机关标志 or 简报名 on one line: of one height, narrowed to the type area where it is long."""

    text: str
    tall: float = TALL

    @property
    def scale(self) -> int:
        """Width of the characters in percent of their height."""
        return int(100 * max(NARROWEST, min(1, self._even / self.tall)))

    @property
    def size(self) -> float:
        """Points, in halves; less than ``tall`` only for a name too long to be narrowed further."""
        return int(min(self.tall, self._even / NARROWEST) * 2) / 2

    @property
    def _even(self) -> float:
        return WIDTH / max(len(self.text), 1)

    def xml(self, shown: str = "") -> str:
        """The run; ``shown`` is the text as the run's XML should hold it."""
        half_points = int(self.size * 2)
        look = f'<w:rPr><w:w w:val="{self.scale}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        return f"</w:t></w:r><w:r>{look}<w:t>{shown or escape(self.text)}</w:t></w:r><w:r><w:t>"


def fitted(text: str, tall: float = TALL) -> Fitted:
    """发文机关标志、简报名称：一行印完，字过多时收窄；参数为字高（磅），默认 53。"""
    return Fitted(str(text), tall)
