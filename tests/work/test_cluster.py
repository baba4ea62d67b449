"""A whole run by several processes, or on a dask cluster of which a worker is killed in the middle, makes what a run
alone makes."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model import Outcome, Period, PipelineError, Request
from pipeline.run import execute
from pipeline.work import Workers
from tests.city import HEAD, OFFICE
from tests.work.cluster import Running, cluster
from tests.work.tasks import doubled
from tests.workbook import workbook

TOWNS = 8
needs_dask = pytest.mark.skipif(
    not importlib.util.find_spec("distributed"), reason="dask 没有装（可选的 cluster 一项）"
)


def many(folder: Path) -> Path:
    """``input/`` with a workbook from each of eight 镇街."""
    names = [f"{mark}溪镇" for mark in "甲乙丙丁戊己庚辛"]
    towns = "".join(f'[[towns]]\nname = "{name}"\ncategory = "镇"\n' for name in names)
    head, _, _ = OFFICE.partition("[[towns]]")
    (folder / "input").mkdir(parents=True)
    (folder / "input" / "office.toml").write_text(head + towns, encoding="utf-8")
    for name in names:
        rows = "\n".join(f"{name}{at}号项目|新建|9000|6000|500|{3000 + at}|在建|2026-01-05" for at in range(5))
        workbook(folder / "input" / "2026-05" / f"{name}.xlsx", f"填报单位：{name}|||||||单位：万元\n{HEAD}\n{rows}")
    return folder / "input"


def made(place: Path, output: Path, executor: str, watch: Callable[[str], None] = lambda _: None) -> Outcome:
    documents = ("bulletin", "confirmation")
    url = f"sqlite:///{(output / 'ledger.sqlite').as_posix()}"
    asked = Request(Period.parse("2026-05"), place, output, url, "monthly", documents, executor=executor)
    return execute(asked, watch)


def files(output: Path) -> dict[str, bytes]:
    found = sorted(path for path in (output / "2026-05").rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in found}


def test_a_run_by_two_processes_makes_the_same_files_as_one_alone(tmp_path: Path) -> None:
    place = many(tmp_path)
    outcomes = [made(place, tmp_path / executor[:6], executor) for executor in ("serial", "processes:2")]
    assert outcomes[0].counted == outcomes[1].counted
    assert files(tmp_path / "proces") == files(tmp_path / "serial")


@needs_dask
def test_a_run_of_which_a_worker_is_killed_makes_the_same_files_as_one_alone(tmp_path: Path) -> None:
    place = many(tmp_path)
    made(place, tmp_path / "alone", "serial")
    with cluster(tmp_path) as running:
        outcome = made(place, tmp_path / "shared", running.address, _killing(running))
        assert running.workers[0].poll() is not None
    assert outcome.counted.read == TOWNS * 5
    assert len([path for path in outcome.made if path.parent.name == "数据确认单"]) == TOWNS
    assert files(tmp_path / "shared") == files(tmp_path / "alone")


def _killing(running: Running) -> Callable[[str], None]:
    """Kills a worker once the first workbook has been read."""

    def watch(doing: str) -> None:
        if doing.startswith("正在读取") and running.workers[0].poll() is None:
            running.workers[0].kill()
            running.workers[0].wait()

    return watch


@needs_dask
def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.work.cluster.CONNECT_SECONDS", 1)
    with Workers("dask://127.0.0.1:1") as workers, pytest.raises(PipelineError, match=r"连不上 tcp://127.0.0.1:1"):
        list(workers.each(doubled, 1, range(4), 4))


def test_a_machine_without_dask_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with Workers("dask://127.0.0.1:8786") as workers, pytest.raises(PipelineError, match=r"\[cluster\]"):
        list(workers.each(doubled, 1, range(4), 4))
