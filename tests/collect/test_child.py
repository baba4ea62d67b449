"""The child that reads files: whatever becomes of it is said of the file, and the run goes on with the next."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.collect import gathering, sheets
from pipeline.collect import opener as module
from pipeline.collect.opener import Opener
from pipeline.collect.opening import Opened
from pipeline.collect.parcel import unpacked
from pipeline.collect.sheet import Refused
from tests.collect.conftest import Gather, codes
from tests.collect.package import package
from tests.workbook import workbook

ROOT = Path(__file__).parents[2]
TABLE = "项目名称|年度计划投资（万元）|本年完成投资（万元）\n甲项目|100|50"
GREEDY = package(
    "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 301)),
    strings=f"<si><t>{'长' * 3_000_000}</t></si>",
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="没有信号")


@pytest.fixture(autouse=True)
def a_child_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "Opener", Opener)


@pytest.fixture
def opener() -> Iterator[Opener]:
    with Opener() as made:
        yield made


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    return workbook(tmp_path / "good.xlsx", TABLE).read_bytes()


def opened(opener: Opener, data: bytes) -> Opened | Refused:
    opener.start(data)
    result = opener.finish()
    assert isinstance(result, Opened | Refused)
    return result


def gone(process: int) -> bool:
    """Whether the process ends within some seconds."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def frozen(opener: Opener, good: bytes) -> int:
    """A child that was asked for a file and does not get to it."""
    assert isinstance(opened(opener, good), Opened)
    assert opener.child
    os.kill(opener.child, signal.SIGSTOP)
    opener.start(good)
    return opener.child


def test_a_child_that_is_killed_costs_its_file_and_no_other(opener: Opener, good: bytes) -> None:
    os.kill(frozen(opener, good), signal.SIGKILL)
    refused = opener.finish()
    assert isinstance(refused, Refused)
    assert (refused.code, refused.reason) == ("file-unreadable", module.ENDED)
    assert isinstance(opened(opener, good), Opened)
    assert opener.guarded


def test_a_file_that_takes_too_long_is_given_up(opener: Opener, good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(opened(opener, good), Opened)
    monkeypatch.setattr(module, "allowed", lambda data: 0.2)
    child = frozen(opener, good)
    refused = opener.finish()
    assert isinstance(refused, Refused) and refused.reason == module.TOO_SLOW
    assert gone(child)
    monkeypatch.undo()
    assert isinstance(opened(opener, good), Opened)


def test_a_file_that_eats_memory_is_refused_and_the_next_one_read(opener: Opener, good: bytes) -> None:
    refused = opened(opener, GREEDY)
    assert isinstance(refused, Refused) and refused.code == "file-unreadable"
    assert isinstance(opened(opener, good), Opened)


def test_the_order_is_kept_and_the_run_goes_on(month: Path, gather: Gather) -> None:
    for name in ("1城关.xlsx", "3柳渡.xlsx", "5开发区.xlsx"):
        workbook(month / name, TABLE)
    (month / "2城关.xlsx").write_bytes(GREEDY)
    (month / "4柳渡.xlsx").write_bytes(b"")
    collected = gather()
    assert [(file.path[0], file.kind) for file in collected.inputs] == [
        ("1", "xlsx"),
        ("2", ""),
        ("3", "xlsx"),
        ("4", ""),
        ("5", "xlsx"),
    ]
    assert [(finding.code, finding.file) for finding in collected.findings] == [
        ("file-unreadable", "2城关.xlsx"),
        ("file-empty", "4柳渡.xlsx"),
    ]


def test_nothing_that_a_library_prints_is_seen(month: Path, gather: Gather, capfd: pytest.CaptureFixture[str]) -> None:
    (month / "城关.xlsx").write_bytes(package('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', strings="<si/>"))
    (month / "柳渡.xlsx").write_bytes(GREEDY)
    assert codes(gather()) == ["file-unreadable", "file-unreadable"]
    assert capfd.readouterr() == ("", "")


def test_the_child_ends_with_the_collecting(month: Path, gather: Gather, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int | None] = []
    close = Opener.close

    def closing(self: Opener) -> None:
        ended.append(self.child)
        close(self)

    monkeypatch.setattr(Opener, "close", closing)
    workbook(month / "城关.xlsx", TABLE)
    gather()
    (child,) = ended
    assert child and gone(child)


def test_the_child_of_a_run_that_was_killed_ends_too() -> None:
    code = (
        "from pipeline.collect.opener import Opener; o = Opener(); o.start(b'x'); o.finish()\n"
        "print(o.child, flush=True); input()"
    )
    run = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=-1, stdout=-1)
    assert run.stdin and run.stdout
    child = int(run.stdout.readline())
    run.kill()
    run.wait()
    assert gone(child)
    run.stdin.close()
    run.stdout.close()


def test_the_working_directory_and_the_paths_of_the_run_do_not_matter(tmp_path: Path, good: bytes) -> None:
    (tmp_path / "good").write_bytes(good)
    code = (
        f"import sys, pathlib; sys.path.insert(0, {str(ROOT)!r}); sys.path.append('没有/此处')\n"
        "from pipeline.collect.opener import Opener\n"
        "o = Opener(); o.start(pathlib.Path('good').read_bytes()); print(o.finish().kind, o.guarded)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["xlsx", "True"]


@pytest.mark.parametrize("executable", ["/nowhere/python", "/bin/false"])
def test_where_no_child_can_be_started_the_files_are_read_all_the_same(
    month: Path, gather: Gather, monkeypatch: pytest.MonkeyPatch, executable: str
) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    for name in ("城关.xlsx", "柳渡.xlsx"):
        workbook(month / name, TABLE)
    (month / "开发区.xlsx").write_bytes(b"")
    collected = gather()
    assert codes(collected) == ["file-empty", "reading-unguarded"]
    assert [block.file for block in collected.blocks] == ["城关.xlsx", "柳渡.xlsx"]


def test_a_reply_cannot_call_anything() -> None:
    with pytest.raises(pickle.UnpicklingError):
        unpacked(pickle.dumps(os.system))
    with pytest.raises(pickle.UnpicklingError):
        unpacked(pickle.dumps(("opened", Path("a"))))


def test_the_sheets_of_one_file_can_be_had_again(tmp_path: Path) -> None:
    (grid,) = sheets(workbook(tmp_path / "a.xlsx", TABLE, name="一"))
    assert (grid.name, grid.rows[1]) == ("一", ["甲项目", 100, 50])
    (tmp_path / "b.xlsx").write_bytes(b"")
    assert sheets(tmp_path / "b.xlsx") == ()
    assert sheets(tmp_path / "c.xlsx") == ()
