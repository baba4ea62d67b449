"""The words of a 填报单位 line, a file's name or a folder's in, the official name of who sent it out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from pipeline.rules import Office
from pipeline.rules.spelling import folded

_NOISE = re.compile(r"\([^()]*章[^()]*\)|\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|[:;,。]")


def said_sender(text: str, office: Office) -> str | None:
    """Who a 填报单位 line names: exactly, else by the longest name or alias in it."""
    bare = _NOISE.sub("", folded(text))
    city = folded(office.city)
    return office.names.get(bare) or office.names.get(bare.removeprefix(city)) or named(bare, office)


def file_sender(path: PurePosixPath, office: Office) -> str | None:
    """Who a file's name names, else the folder nearest to it."""
    places = (path.stem, *(folder.name for folder in path.parents))
    return next((name for place in places if (name := named(folded(place), office))), None)


def named(text: str, office: Office) -> str | None:
    """The owner of the longest name or alias in a folded text; None when two owners' are equally long."""
    inside = [(len(spelling), name) for spelling, name in office.names.items() if spelling and spelling in text]
    longest = max((length for length, _ in inside), default=0)
    owners = {name for length, name in inside if length == longest}
    return owners.pop() if len(owners) == 1 else None


def sender_of(said: Iterable[str], path: PurePosixPath, office: Office) -> str | None:
    """填报单位 line first, then the file's name, then its folder's."""
    by_line = (said_sender(text, office) for text in said if text)
    return next((name for name in by_line if name), None) or file_sender(path, office)
