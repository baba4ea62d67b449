"""The register governs: its values take the place of what a sender wrote, which is kept beside them as ``sent.*``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.rules.identity import Identities, key

Record = dict[str, Any]


def govern(projects: Sequence[Record], register: Sequence[Record], governed: Sequence[str]) -> None:
    """Put the register's values into the projects' rows, under its code and spelling of the name."""
    standing = {f"{at}": record for at, record in enumerate(register)}
    known = Identities((key(row.get("code"), row.get("name"), row.get("town")), at) for at, row in standing.items())
    sent = [(f"sent.{name}", name) for name in governed]
    for row in projects:
        listed = standing.get(known.find(_key(row)) or "") if standing else None
        row.update([(kept, row[name]) for kept, name in sent], in_register=listed is not None)
        if listed:
            row.update(_standing(row, listed, governed))


def _key(row: Record) -> tuple[str, str, str]:
    return key(row.get("code"), row.get("name"), row.get("town"))


def _standing(row: Record, listed: Record, governed: Sequence[str]) -> Record:
    """What the register says of the project."""
    values = {name: listed[name] for name in governed if listed.get(name.removesuffix(".month")) is not None}
    same_name = _key(row)[1] == _key(listed)[1]
    code = listed.get("code") or row.get("code")
    names = {"id": code or listed["id"], "code": code}
    return values | names | ({"name": listed["name"]} if same_name else {})
