"""A paragraph comes in; whether it is printed red or black goes out."""

from __future__ import annotations

from pipeline.standard.reading import Paragraph, Run


def is_red(paragraph: Paragraph) -> bool:
    printed = [run for run in paragraph.runs if run.text.strip()]
    return bool(printed) and all(red(run.look.get("color", "")) for run in printed)


def red(colour: str) -> bool:
    """FF0000 and what a printer would call red."""
    channels = _channels(colour)
    return channels is not None and channels[0] >= 0xB0 and max(channels[1:]) <= 0x60


def black(run: Run) -> bool:
    channels = _channels(run.look.get("color", "auto"))
    return channels is None or max(channels) <= 0x20


def _channels(colour: str) -> tuple[int, int, int] | None:
    """None for automatic, which is black on paper."""
    try:
        value = int(colour, 16) if len(colour) == 6 else None
    except ValueError:
        value = None
    return None if value is None else (value >> 16, value >> 8 & 255, value & 255)
