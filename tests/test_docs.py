"""The dictionaries in docs/ say what the program does today."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parent.parent / "docs"


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_make", DOCS / "make.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name", ["fields.md", "figures.md", "filters.md", "variables.md", "findings.md", "standard.md"]
)
def test_a_dictionary_is_not_stale(name: str) -> None:
    made = generator().PAGES[name]()
    assert (DOCS / name).read_text(encoding="utf-8") == made, "请运行 make docs"


def test_no_page_of_the_dictionaries_is_left_out() -> None:
    made = {path.name for path in DOCS.glob("*.md") if "由 `make docs` 生成" in path.read_text(encoding="utf-8")}
    assert set(generator().PAGES) == made
