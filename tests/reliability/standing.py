"""An output folder and its ledger as they stand come in; what is broken, lost, left over or used twice goes out."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree, html

from pipeline.ledger.schema import metadata

KEPT = ("audit", "commits", "runs", "returns", "uses", "items", "events", "made", "register")  # never fewer rows
SETTLED = ("audit", "commits", "returns", "uses")  # rows that never change
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Memory:
    """The rows of a ledger: those that may not change in full, of the others the keys."""

    rows: dict[str, frozenset[Any]]

    def lost(self, later: Memory) -> list[str]:
        """What stood here and stands there no more."""
        return [f"{name} {row}" for name, held in self.rows.items() for row in sorted(held - later.rows[name], key=str)]


def memory(ledger: Path) -> Memory:
    with closing(sqlite3.connect(ledger)) as connection:
        return Memory({name: frozenset(connection.execute(_query(name))) for name in KEPT})


def _query(name: str) -> str:
    keys = ", ".join(column.name for column in metadata.tables[name].primary_key)
    return f"SELECT {'*' if name in SETTLED else keys} FROM {name}"


def twice(ledger: Path) -> list[str]:
    """Every number that the audit says was issued more than once."""
    query = "SELECT json_extract(payload, '$.text') FROM audit WHERE kind = '已印发'"
    with closing(sqlite3.connect(ledger)) as connection:
        times = Counter(text for (text,) in connection.execute(query))
    return [text for text, count in times.items() if count > 1]


def published(output: Path) -> dict[str, bytes]:
    """Every file that a person may open, but for databases, by its path."""
    places = (place for place in sorted(output.rglob("*")) if place.is_file())
    shown = (place for place in places if not place.name.startswith(".") and ".sqlite" not in place.name)
    return {place.relative_to(output).as_posix(): place.read_bytes() for place in shown}


def unreadable(output: Path) -> list[str]:
    """Every published file that does not open."""
    return [f"{path}: {wrong}" for path, data in published(output).items() if (wrong := _wrong(path, data))]


def _wrong(path: str, data: bytes) -> str:
    try:
        OPENERS[Path(path).suffix](data)
    except (KeyError, ValueError, zipfile.BadZipFile, etree.LxmlError, EOFError) as error:
        return f"{type(error).__name__} {error}"
    return ""


def _package(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            member = archive.read(name)
            if name.endswith((".xml", ".rels")):
                etree.fromstring(member)


def _page(data: bytes) -> None:
    if not data.rstrip().endswith(b"</html>"):
        raise ValueError("cut off")
    html.fromstring(data)


OPENERS: dict[str, Any] = {
    ".docx": _package,
    ".xlsx": _package,
    ".json": json.loads,
    ".html": _page,
    ".txt": lambda data: data.decode("utf-8-sig"),
}


def leftovers(output: Path) -> list[str]:
    """Temporary files and locks."""
    return [str(place) for place in output.rglob(".*")]


def unlisted(output: Path) -> Iterator[str]:
    """Where a manifest and the files that it lists do not agree."""
    for manifest in output.glob("*/manifest.json"):
        for row in json.loads(manifest.read_bytes())["outputs"]:
            place = manifest.parent / row["path"]
            found = hashlib.sha256(place.read_bytes()).hexdigest() if place.is_file() else "不在"
            if found != row["sha256"]:
                yield f"{row['path']} {found}"


def writable(output: Path) -> list[str]:
    """Issued documents that anybody could write."""
    places = (place for place in (output / "印发").rglob("*.docx"))
    return [str(place) for place in places if place.stat().st_mode & stat.S_IWUSR]


def printed(document: Path) -> str:
    """All the words of a document, without blanks between."""
    with zipfile.ZipFile(document) as archive:
        return _TAG.sub("", archive.read("word/document.xml").decode())
