"""figures.json is read without the rows behind its figures, which fill most of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.run.shelf import BrokenError, Shelf, figures

ROW = {"scope": '镇街:甲, "unit": 乙]}', "name": "项目总数", "value": "3", "unit": "个", "rows": ['丙, "unit": 丁']}
LINES = ["{", '"as_of": "2026-05-31",', '"figures": [', json.dumps(ROW, ensure_ascii=False), "]", "}", ""]
WAYS = {
    "a line a figure": "\n".join(LINES),
    "one line": "".join(LINES),
    "laid out": json.dumps(json.loads("".join(LINES)), indent=1),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_figure_is_the_same_however_the_file_is_laid_out(tmp_path: Path, way: str) -> None:
    found = figures(Shelf(tmp_path, {"figures.json": WAYS[way].encode()}).read("figures.json"))
    assert list(found.values) == [(ROW["scope"], "项目总数")] and found.count(*next(iter(found.values))) == 3


def test_a_file_that_was_cut_off_is_broken(tmp_path: Path) -> None:
    (tmp_path / "figures.json").write_text("\n".join(LINES[:-3]), "utf-8")
    with pytest.raises(BrokenError):
        Shelf(tmp_path, {}).read("figures.json")
