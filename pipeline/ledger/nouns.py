"""What the ledger hands out: snapshots, runs with their cells, and the uses of 更正, 放行 and 清单变动."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model import Intervention, Tables


@dataclass(frozen=True)
class Snapshot:
    """A period's figures stand on these inputs; ``issued`` once a document of the period has been issued."""

    period: str
    inputs_sha256: str
    issued: bool


@dataclass(frozen=True)
class Run:
    """One run as the log keeps it; ``inputs`` maps each file to its sha256."""

    period: str
    command: str
    status: str
    run: str
    inputs: Mapping[str, str]
    findings: int
    number: int = 0  # given by the log


@dataclass(frozen=True)
class Kept:
    """A logged run whose cleaned cells are still held whole."""

    run: Run
    tables: Tables


@dataclass(frozen=True)
class Use:
    """One use of 更正, 放行 or 清单变动 in one run, as the log keeps it; private numbers are masked."""

    number: int
    period: str
    intervention: Intervention
