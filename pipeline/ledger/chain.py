"""What happened comes in and is chained to all that happened before by its hash; where the chain is broken goes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.ledger.schema import audit

START = "0" * 64  # what the first entry is chained to
Told = tuple[str, Mapping[str, Any]]  # the kind of entry and its payload


def extend(connection: Connection, entries: Iterable[Told]) -> None:
    """Add entries to the audit in the transaction of what they tell; the writer is alone."""
    newest = sa.select(audit.c.n, audit.c.hash).order_by(audit.c.n.desc()).limit(1)
    n, last = connection.execute(newest).first() or (0, START)
    rows = []
    for kind, payload in entries:
        n, told, previous = n + 1, canonical(payload), last
        last = linked(previous, n, kind, told)
        rows.append({"n": n, "kind": kind, "payload": told, "previous": previous, "hash": last})
    if rows:
        connection.execute(sa.insert(audit), rows)


def canonical(value: Any) -> str:
    """JSON in its one spelling."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def linked(previous: str, n: int, kind: str, payload: str) -> str:
    """The hash of an entry: over the hash before it and everything it says."""
    return hashlib.sha256(f"{previous}{canonical([n, kind, payload])}".encode()).hexdigest()


def faults(connection: Connection) -> list[str]:
    """The first entry that does not follow from those before it, as a sentence; nothing where all do."""
    return list(islice(_broken(connection), 1))


def _broken(connection: Connection) -> Iterator[str]:
    last, expected = START, 1
    for n, kind, payload, previous, stored in connection.execute(sa.select(audit).order_by(audit.c.n)):
        if n != expected:
            yield f"台账审计记录缺了第{expected}条：有记录被删除。"
        if previous != last or stored != linked(previous, n, kind, payload):
            yield f"台账审计记录第{n}条（{kind}）与前后对不上：这一条或前一条被改动过。"
        last, expected = stored, n + 1
