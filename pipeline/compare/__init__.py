"""Two states of a period come in; what changed, what moved because of it and by how much each goes out."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.compare.attribution import Measure, Watch, effects
from pipeline.compare.edits import Differ
from pipeline.model import Comparison, Period, Side, Tables
from pipeline.rules import Law

__all__ = ["Measure", "compare"]


def compare(
    period: Period,
    old: tuple[Side, Tables],
    new: tuple[Side, Tables],
    law: Law,
    measure: Measure,
    *,
    reasons: Mapping[str, str],
    watch: Watch = lambda _: None,
) -> Comparison:
    """Lay the old state beside the new one. ``measure`` gives the figures of any tables of this period; ``reasons``
    says of a file｜sheet｜cell that was openly corrected why. How shares come about: see attribution.py."""
    files = _files(old[0].inputs, new[0].inputs)
    differ = Differ(old[1], new[1], law, _unchanged(old[0].inputs, new[0].inputs), reasons)
    edits = differ.edits()
    found = effects(old[1], new[1], edits, measure, watch)
    changes = tuple(edit.change for edit in edits)
    relocations = differ.relocations()
    return Comparison(period, old[0], new[0], changes, relocations, found.causes, found.moves, found.shares, files)


def _files(old: Mapping[str, str] | None, new: Mapping[str, str] | None) -> dict[str, tuple[str, ...]]:
    """Files that came, went or hold something else than before; nothing where one side's files are not known."""
    if old is None or new is None:
        return {}
    kinds = {
        "新增": sorted(new.keys() - old.keys()),
        "减少": sorted(old.keys() - new.keys()),
        "换新": sorted(path for path in new.keys() & old.keys() if new[path] != old[path]),
    }
    return {kind: tuple(paths) for kind, paths in kinds.items() if paths}


def _unchanged(old: Mapping[str, str] | None, new: Mapping[str, str] | None) -> frozenset[str]:
    return frozenset(path for path, sha in (new or {}).items() if (old or {}).get(path) == sha)
