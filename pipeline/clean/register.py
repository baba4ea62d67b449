"""The register governs: its values take the place of what a sender wrote, which is kept beside them as ``sent.*``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.rules.identity import Identities, key

Record = dict[str, Any]


def govern(projects: Iterable[Record], register: Sequence[Record], governed: Sequence[str]) -> list[Record]:
    """The projects with the register's values standing, under the register's code and spelling of the name."""
    standing = {f"{at}": record for at, record in enumerate(register)}
    known = Identities((key(row.get("code"), row.get("name"), row.get("town")), at) for at, row in standing.items())
    return [_govern(row, standing.get(known.find(_key(row)) or ""), governed) for row in projects]


def _key(row: Record) -> tuple[str, str, str]:
    return key(row.get("code"), row.get("name"), row.get("town"))


def _govern(row: Record, standing: Record | None, governed: Sequence[str]) -> Record:
    sent = {f"sent.{name}": row.get(name) for name in governed}
    if standing is None:
        return row | sent | {"in_register": False}
    values = {name: standing[name] for name in governed if standing.get(name.removesuffix(".month")) is not None}
    same_name = _key(row)[1] == _key(standing)[1]
    code = standing.get("code") or row.get("code")
    names = {"id": code or standing["id"], "code": code}
    names |= {"name": standing["name"]} if same_name else {}
    return row | sent | values | names | {"in_register": True}
