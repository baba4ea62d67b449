"""督办通知单: one a unit that has something to be told, with its own items, their colour and a form to answer on."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from pipeline.model import Followed, PipelineError
from pipeline.rules.calendar import Calendar
from tests.documents.dump import dumped
from tests.documents.following import ITEMS, MAY, followed, supervised
from tests.documents.making import make
from tests.documents.month import LAW, TEMPLATES, office
from tests.documents.test_bulletin import LEFTOVER

FEEDBACK = [field.title for field in LAW.forms["督办反馈表"].fields.values()]


def notices(of: Followed | None = None, **options: Any) -> dict[str, bytes]:
    of = of or followed()
    facts = options.pop("office", office())
    return make("notice", supervised(of=of), {}, facts, LAW, TEMPLATES, followed=of, **options)


def notice_file(unit: str = "城关街道", **options: Any) -> bytes:
    return notices(**options)[f"督办通知单/{unit}.docx"]


def notice(unit: str = "城关街道", **options: Any) -> str:
    return dumped(notice_file(unit, **options))


def one(steps: str) -> Followed:
    return followed(f"督2026-009|石磨镇|丙项目未开工|规则|研判|{steps}|丙项目")


def test_each_unit_with_something_to_be_told_gets_one_in_the_office_s_order() -> None:
    assert list(notices()) == [f"督办通知单/{unit}.docx" for unit in ("城关街道", "石磨镇", "市发改局")]


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("立项 2026-05 2026-05-31 2026-06-10", True),
        ("立项 2026-04 2026-04-30 2026-06-10", False),
        ("立项 2026-04 2026-04-30 2026-05-10", True),
        ("立项 2026-03 2026-03-31 2026-04-10；转黄 2026-04 2026-04-30 2026-06-10", False),
        ("立项 2026-03 2026-03-31 2026-04-10；转黄 2026-05 2026-05-31 2026-06-10", True),
        ("立项 2026-03 2026-03-31 2026-06-10；提级 2026-05 2026-05-31", True),
        ("立项 2026-03 2026-03-31 2026-05-10；延期 2026-05 2026-05-31 2026-06-30", True),
        ("立项 2026-04 2026-04-30 2026-05-10；销号 2026-05 2026-05-31", False),
        ("立项 2026-05 2026-05-31 2026-06-10；撤项 2026-05 2026-05-31", False),
    ],
)
def test_what_is_new_changed_or_overdue_is_told_and_nothing_else(steps: str, told: bool) -> None:
    assert list(notices(one(steps))) == (["督办通知单/石磨镇.docx"] if told else [])


def test_a_notice_says_whose_it_is_what_is_asked_until_when_and_how_to_answer() -> None:
    text = notice()
    assert "【主送机关】城关街道：" in text and "蓝色督办单（承办单位：城关街道）" in text
    assert "| 督2026-001 | 甲项目投资进度滞后 | 第5次调度会 | 立即落实 | 2026.5.15 | 蓝色／逾期16天 |" in text
    assert "现将你单位2项督办事项通知如下，请按时限办结；已逾期的请立即办结，并书面说明逾期原因。" in text
    assert "已逾期" not in notice("石磨镇", of=one("立项 2026-05 2026-05-31 2026-06-10"))
    assert "| 签收单位／（盖章） |" in text
    assert "石磨镇" not in text and "用地指标" not in text and not LEFTOVER.search(text)


def test_the_form_to_answer_on_has_the_headings_by_which_the_answer_is_known() -> None:
    tables = Document(io.BytesIO(notices()["督办通知单/城关街道.docx"])).tables
    head = [[cell.text for cell in table.rows[0].cells] for table in tables]
    assert ["督办编号", "事项", "整改情况", "完成情况", "完成日期"] in head
    assert {"督办编号", "事项", "整改情况", "完成情况", "完成日期"} <= set(FEEDBACK)


@pytest.mark.parametrize(
    ("steps", "word", "paint"),
    [
        ("立项 2026-05 2026-05-31 2026-06-10", "蓝", "2F6EB5"),
        ("立项 2026-04 2026-04-30 2026-05-10；转黄 2026-05 2026-05-31 2026-06-10", "黄", "FFD400"),
        (
            "立项 2026-03 2026-03-31 2026-04-10；转黄 2026-04 2026-04-30；转红 2026-05 2026-05-31",
            "红",
            "D9001B",
        ),
    ],
)
def test_the_colour_is_painted_and_also_written_in_words(steps: str, word: str, paint: str) -> None:
    made = notices(one(steps))["督办通知单/石磨镇.docx"]
    xml = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    assert f"{word}色督办单（承办单位" in dumped(made) and f'w:fill="{paint}"' in xml


def test_a_notice_takes_the_colour_of_its_gravest_item() -> None:
    assert "黄色督办单（承办单位：石磨镇）" in notice("石磨镇")
    both = followed(ITEMS.replace("|石磨镇|", "|城关街道|"))
    assert "黄色督办单（承办单位：城关街道）" in notice(of=both)


def test_the_day_to_answer_by_is_counted_in_working_days() -> None:
    facts = replace(office(), deadlines={"notice": 5})
    assert "于6月5日前报送示例市工业推进办公室" in notice(office=facts, calendar=Calendar())
    assert "在办结时限前报送示例市工业推进办公室；到期未办结的也要反馈进展和原因" in notice()


def test_a_briefing_names_the_unit_too() -> None:
    text = notice(office=office(carrier="简报"))
    assert "蓝色督办单（承办单位：城关街道）" in text and "【期号】第　期" in text


def test_an_item_without_a_number_yet_says_so() -> None:
    text = notice("石磨镇", of=followed("|石磨镇|丙项目未开工|批示|研判|立项 2026-05 2026-05-31 2026-06-10|丙项目"))
    assert "| 待编号 | 丙项目未开工 |" in text


def test_a_month_in_which_nobody_is_told_anything_makes_no_notice() -> None:
    assert notices(Followed(MAY, ())) == {}
    with pytest.raises(PipelineError, match="《督办通知单》"):
        make("notice", supervised(), {}, office(), LAW, TEMPLATES)


def test_a_unit_s_name_cannot_lead_out_of_the_folder() -> None:
    of = followed("督2026-009|../../甲|事项|规则|研判|立项 2026-05 2026-05-31 2026-06-10|")
    assert all(path.count("/") == 1 and ".." not in path for path in notices(of))


def test_validators_find_nothing(tmp_path: Path) -> None:
    audit, integrity = pytest.importorskip("openxml_audit"), pytest.importorskip("docx_integrity")
    path = tmp_path / "通知单.docx"
    path.write_bytes(notices()["督办通知单/城关街道.docx"])
    assert [str(error) for error in audit.OpenXmlValidator().validate(path).errors] == []
    faults = [str(finding) for finding in integrity.check(path)]
    assert [fault for fault in faults if "declared but never referenced" not in fault] == [], "no page lies wide"
