"""The register governs: its values take the place of what a sender wrote, which is kept beside them as ``sent.*``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.rules.identity import Identities, key

Record = dict[str, Any]


def govern(projects: Sequence[Record], register: Sequence[Record], governed: Sequence[str]) -> list[Record]:
    """The projects with the register's values standing, under the register's code and spelling of the name."""
    standing = {f"{at}": record for at, record in enumerate(register)}
    known = Identities((key(row.get("code"), row.get("name"), row.get("town")), at) for at, row in standing.items())
    sent = [(f"sent.{name}", name) for name in governed]
    found = (standing.get(known.find(_key(row)) or "") if standing else None for row in projects)
    return [_govern(row, listed, governed, sent) for row, listed in zip(projects, found, strict=True)]


def _key(row: Record) -> tuple[str, str, str]:
    return key(row.get("code"), row.get("name"), row.get("town"))


def _govern(row: Record, standing: Record | None, governed: Sequence[str], sent: Sequence[tuple[str, str]]) -> Record:
    row = row.copy()
    row.update([(key, row[name]) for key, name in sent], in_register=False)
    if standing is None:
        return row
    values = {name: standing[name] for name in governed if standing.get(name.removesuffix(".month")) is not None}
    same_name = _key(row)[1] == _key(standing)[1]
    code = standing.get("code") or row.get("code")
    names = {"id": code or standing["id"], "code": code}
    names |= {"name": standing["name"]} if same_name else {}
    return row | values | names | {"in_register": True}
