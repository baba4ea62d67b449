"""DESIGN §1: who may import whom, read from the sources."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent / "pipeline"
FREE = {"model", "rules", "work", "__init__"}  # what everyone may import
TOP = {"run", "commands", "__main__"}  # what may import stages


def sources() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in ROOT.rglob("*.py")}


def room(path: str) -> str:
    """``collect/xlsx.py`` → collect, ``__main__.py`` → __main__."""
    return path.split("/")[0].removesuffix(".py")


def imported(path: str, source: str) -> Iterator[str]:
    """The rooms that a module imports, whether at its head or inside a function."""
    package = ["pipeline", *path.split("/")[:-1]]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "pipeline" else [module]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("pipeline."))


def violations(modules: Mapping[str, str]) -> list[str]:
    rooms = {room(path) for path in modules}
    found = []
    for path, source in modules.items():
        own = room(path)
        for other in sorted(set(imported(path, source)) & rooms - {own}):
            if not _may(own, other):
                found.append(f"{path} imports {other}")
    return found


def _may(own: str, other: str) -> bool:
    if own == "model":
        return False
    if own == "rules":
        return other == "model"
    if other == "__main__" or (other == "commands" and own != "__main__") or other == "run":
        return own in TOP and other == "run"
    return other in FREE or own in TOP


def test_every_room_keeps_the_import_law() -> None:
    assert violations(sources()) == []


def test_the_law_sees_every_kind_of_violation() -> None:
    planted = {
        "model/a.py": "import pipeline.rules",
        "rules/a.py": "from pipeline.clean import clean",
        "clean/a.py": "def f():\n    from pipeline.check.judge import Judge",
        "check/a.py": "from ..measure import measure",
        "measure/a.py": "from pipeline import run",
        "publish/a.py": "from pipeline.commands import app",
        "commands/a.py": "from pipeline.clean import clean\nimport pipeline.run",
        "run/a.py": "import pipeline.clean",
        "__main__.py": "from pipeline.commands import app",
    }
    assert violations(planted) == [
        "model/a.py imports rules",
        "rules/a.py imports clean",
        "clean/a.py imports check",
        "check/a.py imports measure",
        "measure/a.py imports run",
        "publish/a.py imports commands",
    ]


def test_the_law_is_read_from_real_files() -> None:
    assert {"run/corridor.py", "clean/__init__.py", "check/judge.py", "collect/xlsx.py"} <= set(sources())
