"""Each hostile kind of file gets exactly one verdict, and all of them together neither stop nor mislead a run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.reliability.corpus import Kind, all_kinds
from tests.reliability.corpus.places import IGNORED, PLACES, READ, TOLD, Placed
from tests.reliability.hostile import (
    LEAST_KINDS,
    MOST_MEBIBYTES,
    MOST_SECONDS,
    Alone,
    Hostile,
    hostile_month,
    one_by_one,
)
from tests.reliability.verdicts import verdicts

KINDS = list(all_kinds())


def month(root: Path) -> Path:
    folder = root / "2026-05"
    folder.mkdir()
    return folder


def expected(kind: Kind | Placed, name: str) -> object:
    marks = [pytest.mark.xfail(reason=kind.today, strict=True)] if kind.today else []
    return pytest.param(kind, id=name, marks=marks)


@pytest.fixture(scope="module")
def each() -> dict[str, Alone]:
    return {found.kind.name: found for found in one_by_one()}


@pytest.mark.slow
@pytest.mark.parametrize("kind", [expected(kind, kind.name) for kind in KINDS])
def test_each_kind_of_file_gets_exactly_one_verdict(each: dict[str, Alone], kind: Kind) -> None:
    assert each[kind.name].faults == []


@pytest.mark.slow
def test_no_kind_of_file_takes_long(each: dict[str, Alone]) -> None:
    assert [(name, found.seconds) for name, found in each.items() if found.seconds >= MOST_SECONDS] == []


def test_there_are_at_least_sixty_kinds() -> None:
    assert len(KINDS) >= LEAST_KINDS
    assert len({kind.title for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("place", [expected(place, name) for name, place in PLACES.items()])
def test_odd_places_and_names_are_read_told_or_left_alone(tmp_path: Path, place: Placed) -> None:
    folder = month(tmp_path)
    (folder / "城关.csv").write_bytes("项目名称,年度计划投资,本年完成投资\n丙项目,1,1".encode())
    due = place.put(folder)
    found = verdicts(tmp_path)
    for name, fate in due.items():
        if fate == IGNORED:
            assert name not in found
        else:
            assert bool(found[name].refusals) == (fate == TOLD)
            assert bool(found[name].counted.read) == (fate == READ)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    return hostile_month(tmp_path_factory.mktemp("hostile"))


def test_a_month_of_all_kinds_ends_in_words(hostile: Hostile) -> None:
    assert hostile.ran.code in (0, 1)
    assert "Traceback" not in hostile.ran.complaints + hostile.ran.shown
    assert hostile.ran.complaints == ""


def test_in_a_month_of_all_kinds_every_file_has_a_verdict(hostile: Hostile) -> None:
    assert hostile.without_verdict() == []


def test_in_a_month_of_all_kinds_the_good_workbooks_are_fully_read(hostile: Hostile) -> None:
    assert hostile.good_counts() == [(3, 3, 0)] * len(hostile.good)


def test_in_a_month_of_all_kinds_what_is_read_is_accepted_or_refused(hostile: Hostile) -> None:
    assert hostile.unbalanced() == []


def test_a_month_of_all_kinds_stays_under_a_gibibyte(hostile: Hostile) -> None:
    assert 0 < hostile.ran.peak < MOST_MEBIBYTES


def test_the_bench_itself_sees_a_lost_row(hostile: Hostile, tmp_path: Path) -> None:
    copy = tmp_path / "output"
    shutil.copytree(hostile.ran.output, copy)
    manifest = copy / "2026-05" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"rows_read": 3', '"rows_read": 4'), "utf-8")
    forged = Hostile(hostile.good, hostile.names, hostile.ran.__class__(0, "", "", 1, copy))
    assert forged.unbalanced() and forged.good_counts() != hostile.good_counts()
