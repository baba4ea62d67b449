"""Photographs beside a 现场督查 record: found under the name written, never outside the period's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.collect import collect, photographs
from pipeline.collect.pictures import MOST_PHOTOGRAPH
from pipeline.model import Period
from pipeline.rules import load_law
from tests.tables import OFFICE
from tests.workbook import workbook

MAY = Period.parse("2026-05")
JPEG, PNG = b"\xff\xd8\xff rest", b"\x89PNG\r\n\x1a\n rest"
RECORD = """
填报单位：市工信局||||
日期|项目名称|镇街|现场进度|照片
'2026-05-20|甲项目|城关街道|主体施工|甲.jpg、照片乙
"""


def lay(root: Path, **files: bytes) -> Path:
    """Files of a period by their paths (``__`` for a folder, ``_jpg`` for an ending)."""
    for name, data in files.items():
        path = root / "2026-05" / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


@pytest.mark.parametrize(
    ("lies", "asked"),
    [
        ("督查__甲_jpg", "督查/甲.jpg"),
        ("督查__照片__甲_jpg", "督查/甲.jpg"),
        ("甲_JPG", "甲.jpg"),
        ("甲_jpeg", "甲"),
        ("照片__甲_png", "甲"),
    ],
)
def test_a_photograph_is_found_beside_its_record_or_in_the_folder_below(tmp_path: Path, lies: str, asked: str) -> None:
    assert photographs(lay(tmp_path, **{lies: JPEG}), MAY, [asked]) == {asked: JPEG}


def test_what_is_not_there_is_left_out_and_what_is_no_photograph_is_empty(tmp_path: Path) -> None:
    folder = lay(tmp_path, 甲_jpg=b"no picture", 乙_png=PNG)
    assert photographs(folder, MAY, ["甲.jpg", "乙.png", "丙.jpg"]) == {"甲.jpg": b"", "乙.png": PNG}


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/passwd", "照片/../../secret.jpg", "..\\secret.jpg"])
def test_no_name_leads_out_of_the_period_s_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.jpg").write_bytes(JPEG)
    assert photographs(lay(tmp_path, 甲_jpg=JPEG), MAY, [name, str(tmp_path / "secret.jpg")]) == {}


def test_a_link_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(JPEG)
    folder = lay(tmp_path, 甲_jpg=JPEG)
    (folder / "2026-05" / "乙.jpg").symlink_to(tmp_path / "secret.jpg")
    assert list(photographs(folder, MAY, ["甲.jpg", "乙.jpg"])) == ["甲.jpg"]


def test_a_photograph_of_more_than_twenty_mebibytes_is_not_loaded(tmp_path: Path) -> None:
    folder = lay(tmp_path, 甲_jpg=JPEG.ljust(MOST_PHOTOGRAPH + 1, b"\0"))
    assert photographs(folder, MAY, ["甲.jpg"]) == {"甲.jpg": b""}


def test_a_photograph_that_a_record_names_is_not_complained_of_as_a_workbook(tmp_path: Path) -> None:
    folder = lay(tmp_path, 督查__甲_jpg=JPEG, 督查__照片__照片乙_png=PNG, 城关街道_jpg=JPEG, 照片__别的_jpg=JPEG)
    workbook(folder / "2026-05" / "督查" / "记录.xlsx", RECORD.strip())
    found = collect(folder, MAY, load_law(), OFFICE)
    refused = [(finding.file, finding.sender) for finding in found.findings if finding.code == "file-not-a-workbook"]
    assert refused == [("城关街道.jpg", "城关街道")], "a picture sent in place of a table is"
    assert {file.path for file in found.inputs} == {
        "城关街道.jpg", "照片/别的.jpg", "督查/甲.jpg", "督查/照片/照片乙.png", "督查/记录.xlsx"
    }  # fmt: skip
