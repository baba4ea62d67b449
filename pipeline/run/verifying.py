"""The ledger and the folders come in; every hash recomputed, what was touched goes out, a sentence each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Registered, Request, Standing
from pipeline.rules.mishap import said
from pipeline.run.corridor import Corridor, Watch, opened
from pipeline.run.issuing import ISSUED

MANIFEST = "manifest.json"
PAGE = "index.html"


@dataclass(frozen=True)
class Verified:
    """How many files were recomputed, and every fault."""

    issued: int
    desk: int
    faults: tuple[str, ...]


def verify(request: Request, watch: Watch = lambda _: None) -> Verified:
    """Recompute the hash of every frozen file, of every file that a manifest lists, and of the audit."""
    with opened(request, watch, reading=True) as corridor:
        frozen = [place for row in corridor.ledger.register() for place in _frozen(row)]
        desk = list(_listed(request.output))
        faults = [fault for path, sha, told in frozen if (fault := _fault(request.output / path, sha, told))]
        faults += _strangers(request.output, {path for path, _, _ in frozen})
        faults += [fault for place, sha in desk if place.is_file() and (fault := _fault(place, sha, "成文后"))]
        return Verified(len(frozen), len(desk), (*faults, *_audit(corridor)))


def _frozen(row: Registered) -> Iterator[tuple[str, str, str]]:
    told = f"{row.text}印发后" if row.standing is Standing.ISSUED else f"{row.text}作废后"
    pairs = ((row.path, row.sha256), (row.signed, row.signed_sha256), (row.preview, row.preview_sha256))
    return ((path, sha, told) for path, sha in pairs if path)


def _listed(output: Path) -> Iterator[tuple[Path, str]]:
    """The files of every desk as its manifest lists them."""
    for manifest in sorted(output.glob(f"*/{MANIFEST}")):
        try:
            rows = json.loads(manifest.read_bytes())["outputs"]
            yield from [(manifest.parent / row["path"], str(row["sha256"])) for row in rows]
        except (OSError, ValueError, KeyError, TypeError):
            yield manifest, ""


def _fault(place: Path, sha: str, told: str) -> str | None:
    try:
        found = hashlib.sha256(place.read_bytes()).hexdigest()
    except FileNotFoundError:
        return f"{place} 不见了（{told}被移走或删除）。"
    except OSError as error:
        return f"{place} 无法读取：{said(error)}。"
    return None if found == sha else f"{place} {told}被改动过：应为{sha[:12]}……，实为{found[:12]}……。"


def _strangers(output: Path, known: Iterable[str]) -> Iterator[str]:
    """Files in 印发/ that nobody issued."""
    listed = {*known, f"{ISSUED}/{PAGE}"}
    for place in sorted((output / ISSUED).rglob("*")):
        if place.is_file() and place.relative_to(output).as_posix() not in listed:
            yield f"{place} 不是本程序印发的文件，请移出{ISSUED}文件夹。"


def _audit(corridor: Corridor) -> list[str]:
    return corridor.ledger.audit_faults()
