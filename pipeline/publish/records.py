"""Figures, findings and the manifest as JSON: sorted, rounded once, without a clock."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from io import BytesIO
from itertools import chain
from typing import Any

from pipeline.model import Counted, Figure, Finding, InputFile, Measured

FINE = ("%", "个百分点", "天", "分")


def decimal_text(value: int | Fraction | None, unit: str) -> str | None:
    """A figure as figures.json writes it: counts and 元 whole, all others to six decimals, half up."""
    if value is None:
        return None
    if unit not in FINE and Fraction(value).denominator == 1:
        return str(int(value))
    millionths = int(abs(Fraction(value)) * 10**6 + Fraction(1, 2))
    whole, rest = divmod(millionths, 10**6)
    return f"{'-' if value < 0 < millionths else ''}{whole}.{rest:06d}"


def figures_json(measured: Measured) -> bytes:
    """``figures.json`` as the contract describes it."""
    period, out, before = measured.period, BytesIO(), "\n"
    told = {id(figure.rows): figure.rows for figure in measured.figures}
    rows = {at: _line(list(ids)) for at, ids in told.items()}  # many figures rest on the same rows
    out.write(
        f'{{\n"period": {_line(period.text)},\n"as_of": {_line(period.as_of.isoformat())},\n"figures": ['.encode()
    )
    for figure in measured.figures:
        out.write(f'{before}{_figure(figure)}, "rows": {rows[id(figure.rows)]}}}'.encode())
        before = ",\n"
    out.write(b"\n]\n}\n")
    return out.getvalue()


def _figure(figure: Figure) -> str:
    """A figure's record but for its rows and the bracket that ends it."""
    told = {
        "scope": figure.scope,
        "name": figure.name,
        "value": decimal_text(figure.value, figure.unit),
        "unit": figure.unit,
        "definition": figure.definition,
        "note": figure.note,
    }
    return _line(told).removesuffix("}")


def findings_json(findings: Iterable[Finding]) -> bytes:
    """``findings.json``: every finding, in the order of the stages."""
    return dump([finding.as_json() for finding in findings])


@dataclass(frozen=True)
class Manifest:
    """What a run read, obeyed and made; ``run`` is the same for the same command, inputs, rules and templates."""

    period: str
    status: str
    run: str
    inputs: Iterable[InputFile]
    counts: Mapping[str, Counted]
    rules: Mapping[str, str]
    templates: Mapping[str, str]
    versions: Mapping[str, str]
    former: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self, made: Mapping[str, str]) -> bytes:
        """With the sha256 of each file made; files of former runs stay listed, stale when they no longer fit."""
        outputs = {row["path"]: {**row, "stale": self._stale(row)} for row in self.former}
        outputs |= {path: {"path": path, "sha256": sha, "run": self.run, "stale": False} for path, sha in made.items()}
        return dump(
            {
                "period": self.period,
                "status": self.status,
                "inputs": [self._input(file) for file in self.inputs],
                "outputs": [outputs[path] for path in sorted(outputs)],
                "rules": [{"path": path, "sha256": sha} for path, sha in self.rules.items()],
                "templates": [{"path": path, "sha256": sha} for path, sha in self.templates.items()],
                "versions": dict(self.versions),
            }
        )

    def outdated(self, made: Mapping[str, str], below: str) -> Iterator[str]:
        """Files of former runs below a folder that this run does not make; a run that makes documents, and no such
        files, lets those stand that a run on the same inputs and rules has made."""
        for row in self.former:
            if (
                row["path"].startswith(below)
                and row["path"] not in made
                and (self.status != "made" or self._stale(row))
            ):
                yield row["path"]

    def written(self, path: str) -> str | None:
        """The sha256 of a former file when it was written."""
        return next((row["sha256"] for row in self.former if row["path"] == path), None)

    def without(self, gone: Collection[str]) -> Manifest:
        """The manifest less some files of former runs."""
        return replace(self, former=[row for row in self.former if row["path"] not in gone])

    def _stale(self, row: Mapping[str, Any]) -> bool:
        return self.status == "blocked" or row["run"].split("-")[-1] != self.run.split("-")[-1]

    def _input(self, file: InputFile) -> dict[str, Any]:
        counted = self.counts.get(file.path, Counted())
        return {
            "path": file.path,
            "sha256": file.sha256,
            "cells": file.cells,
            "rows_read": counted.read,
            "rows_accepted": counted.accepted,
            "rows_refused": counted.refused,
        }


def with_outputs(manifest: Mapping[str, Any], made: Mapping[str, str], run: str) -> bytes:
    """The bytes of a manifest that stands, with more files made; raises KeyError and the like when it is none."""
    outputs = {row["path"]: row for row in manifest["outputs"]}
    outputs |= {path: {"path": path, "sha256": sha, "run": run, "stale": False} for path, sha in made.items()}
    return dump({**manifest, "outputs": [outputs[path] for path in sorted(outputs)]})


def dump(value: Mapping[str, Any] | list[dict[str, Any]]) -> bytes:
    """JSON with one record a line, so that two versions can be compared line by line; written down as it comes."""
    out = BytesIO()
    parts = chain(_lines(value), "\n") if isinstance(value, list) else _members(value)
    out.writelines(text.encode() for text in parts)
    return out.getvalue()


def _members(value: Mapping[str, Any]) -> Iterator[str]:
    for at, (name, part) in enumerate(value.items()):
        yield f"{',' if at else '{'}\n{_line(name)}: "
        yield from _lines(part) if isinstance(part, list) else (_line(part),)
    yield "\n}\n"


def _lines(records: Iterable[Any]) -> Iterator[str]:
    empty = True
    for record in records:
        yield f"{'[' if empty else ','}\n{_line(record)}"
        empty = False
    yield "[]" if empty else "\n]"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
