"""Photographs of 现场督查: upright, small, without a word of where they were taken, and none that breaks the report."""

from __future__ import annotations

import io
import zipfile
import zlib
from struct import pack

import pytest
from PIL import Image

from pipeline.documents.engine.photographs import LONGEST, Photograph, developed, photographs
from tests.documents.inspecting import FOUND, INSPECTED, inspected, photograph, report
from tests.documents.month import LAW

TURNED, GPS = 0x0112, 0x8825


def opened(made: Photograph | None) -> Image.Image:
    assert made
    image = Image.open(io.BytesIO(made.data))
    assert image.size == (made.width, made.height)
    return image


def with_exif() -> bytes:
    """A picture lying on its side, taken at a known place by a known camera."""
    exif = Image.Exif()
    exif[TURNED], exif[0x010F], exif[GPS] = 6, "某某手机", {1: "N", 2: (36.0, 30.0, 0.0)}
    return photograph(exif=exif, comment=b"secret")


def test_a_picture_lying_on_its_side_stands_upright() -> None:
    image = opened(developed(with_exif()))
    top, bottom = image.getpixel((100, 20)), image.getpixel((100, 280))
    assert image.size == (200, 300) and top[0] < 60 and bottom[0] > 200  # type: ignore[index]


def test_nothing_but_pixels_is_kept() -> None:
    made = developed(with_exif())
    assert made and "手机".encode() not in made.data and b"Exif" not in made.data and b"secret" not in made.data
    assert not opened(made).getexif()


@pytest.mark.parametrize("size", [(4000, 3000), (900, 4800), (1600, 1600)])
def test_a_large_picture_is_made_small_in_its_proportions(size: tuple[int, int]) -> None:
    made = developed(photograph(size))
    assert made and max(made.width, made.height) == LONGEST
    assert made.width / made.height == pytest.approx(size[0] / size[1], rel=0.02)


def test_a_small_picture_is_not_made_larger() -> None:
    assert opened(developed(photograph((40, 30)))).size == (40, 30)


def test_what_shines_through_is_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(developed(out.getvalue())).getpixel((5, 5)) == (255, 255, 255)


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert developed(photograph((2000, 900))) == developed(photograph((2000, 900)))


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has ten thousand million pixels."""
    head = pack(">IIBBBBB", 100_000, 100_000, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 999)), (b"IEND", b""))
    chunks = (pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)) for kind, data in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", photograph()[:400], bomb(), photograph(kind="GIF"), photograph(kind="BMP")],
    ids=["nothing", "text", "torn", "bomb", "gif", "bmp"],
)
def test_what_cannot_be_printed_is_no_picture(data: bytes) -> None:
    assert developed(data) is None


def test_a_photograph_that_is_missing_and_one_that_is_broken_are_told_apart() -> None:
    month = inspected(INSPECTED)
    made, findings = photographs(month.inspections, {"督查/甲1.jpg": FOUND["督查/甲1.jpg"], "督查/丙.png": b""}, LAW)
    assert list(made) == ["督查/甲1.jpg"]
    assert [(finding.code, finding.value, finding.project) for finding in findings] == [
        ("photo-missing", "甲2.jpg", "甲项目"),
        ("photo-unreadable", "丙.png", "丙项目"),
        ("photo-missing", "缺.jpg", "丙项目"),
    ]
    assert {(finding.level, finding.file, finding.sender) for finding in findings} == {
        ("提示", "督查/记录.xlsx", "市工信局")
    }


def test_the_report_holds_every_picture_once_with_its_relation_and_type() -> None:
    with zipfile.ZipFile(io.BytesIO(report())) as parts:
        media = [name for name in parts.namelist() if name.startswith("word/media/")]
        links, types = parts.read("word/_rels/document.xml.rels").decode(), parts.read("[Content_Types].xml").decode()
        body = parts.read("word/document.xml").decode()
    assert len(media) == 3
    for number in (1, 2, 3):
        assert f'Target="media/photograph{number}.jpeg"' in links and f"/word/media/photograph{number}.jpeg" in types
        assert f'r:embed="rIdPhotograph{number}"' in body
