"""退回: who gets what back, under which name, and what the text for the chat group says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model import Level
from pipeline.rules.naming import file_name
from tests.workbook import Sheet, workbook, write_xlsx
from tests.workbooks.sent import back, finding, opened, sent

TABLE = "项目名称|总投资\n甲|约八千\n乙|5"
HINT = finding("B3", level=Level.HINT, message="疑大，请核实。", expected="")
LOOSE = replace(finding(None, None), file="重点项目清单.xlsx", cell="A4", message="清单中的丁没有报送，请补报。")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_xlsx(tmp_path / "城关.xlsx", Sheet(TABLE, "表"))
    return tmp_path


def said(made: dict[str, bytes], sender: str = "城关街道") -> str:
    return made[f"退回/{sender}/群通知.txt"].decode("utf-8-sig").replace("\r\n", "\n")


def page(data: bytes) -> list[list[str]]:
    """The cells of a 退回说明 that hold something, line by line."""
    return [[str(cell.value) for cell in row if cell.value is not None] for row in opened(data)["退回说明"]]


def test_each_sender_gets_its_own_copies_and_a_text(folder: Path) -> None:
    write_xlsx(folder / "柳渡.xlsx", Sheet(TABLE, "表"))
    other = finding("B2", file="柳渡.xlsx", sender="柳渡镇")
    made = back(folder, [finding("B2"), other], sent("城关.xlsx"), sent("柳渡.xlsx", sender="柳渡镇"))
    assert list(made) == [
        "退回/城关街道/城关.xlsx", "退回/城关街道/群通知.txt", "退回/柳渡镇/柳渡.xlsx", "退回/柳渡镇/群通知.txt",
    ]  # fmt: skip


def test_what_the_office_must_do_itself_goes_to_nobody(folder: Path) -> None:
    assert back(folder, [replace(finding(None, None), sender=None, file=None)], sent("城关.xlsx")) == {}


def test_a_workbook_in_which_nothing_was_found_stays(folder: Path) -> None:
    write_xlsx(folder / "城关2.xlsx", Sheet(TABLE, "表"))
    made = back(folder, [finding("B2")], sent("城关.xlsx"), sent("城关2.xlsx"))
    assert [path for path in made if path.endswith(".xlsx")] == ["退回/城关街道/城关.xlsx"]


def test_the_original_is_left_as_it_is(folder: Path) -> None:
    before = (folder / "城关.xlsx").read_bytes()
    back(folder, [finding("B2")], sent("城关.xlsx"))
    assert (folder / "城关.xlsx").read_bytes() == before


def test_the_explanation_says_what_to_do_until_when_and_lists_everything(folder: Path) -> None:
    lines = page(
        back(folder, [HINT, finding("B2", value="约八千"), LOOSE], sent("城关.xlsx"))["退回/城关街道/城关.xlsx"]
    )
    assert lines[0] == ["数据核查退回说明（2026年5月）"]
    assert lines[1] == ["报送单位：城关街道　　文件：《城关.xlsx》　　退回单位：示例市工业推进办公室"]
    assert lines[2] == [
        "一、“阻断”2条，必须改正：请在本文件中（原表也可）逐项改好，于2026年6月8日前重报示例市工业推进办公室。"
    ]
    assert lines[3][0].startswith("二、“提示”1条，请核实，有误的一并改正，无误的不必改。")
    assert lines[4] == ["序号", "级别", "工作表", "单元格", "字段", "填报值", "问题", "应填", "要求"]
    assert lines[5:] == [
        ["1", "阻断", "表", "B2", "总投资", "约八千", "不是数字，请改。", "数字", "2026年6月8日前改正重报"],
        ["2", "阻断", "（不在本文件）", "总投资", "清单中的丁没有报送，请补报。", "数字", "2026年6月8日前改正重报"],
        ["3", "提示", "表", "B3", "总投资", "疑大，请核实。", "见“问题”", "请核实，无误的不必改"],
    ]  # fmt: skip


def test_the_text_names_each_cell_and_the_deadline(folder: Path) -> None:
    assert said(back(folder, [HINT, finding("B2"), LOOSE], sent("城关.xlsx"))) == (
        "城关街道：你单位报送的《城关.xlsx》有2处需要修改（阻断）、1处请核实（提示）：\n"
        "1. B2：不是数字，请改。\n"
        "2. 清单中的丁没有报送，请补报。\n"
        "3. B3：疑大，请核实。\n"
        "逐项说明和标注好的表格见所附文件，改好后于2026年6月8日前重报示例市工业推进办公室。\n"
    )


def test_an_old_notepad_can_open_the_text(folder: Path) -> None:
    data = back(folder, [HINT], sent("城关.xlsx"))["退回/城关街道/群通知.txt"]
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\n") == data.count(b"\r\n") == 3


def test_hints_alone_ask_for_no_new_report(folder: Path) -> None:
    made = back(folder, [HINT], sent("城关.xlsx"))
    assert "无误的不必重报" in said(made) and "无误的不必重报" in page(made["退回/城关街道/城关.xlsx"])[2][0]
    assert "阻断" not in said(made)


def test_a_long_list_is_cut_in_the_text_and_whole_in_the_explanation(folder: Path) -> None:
    made = back(folder, [finding(f"B{row}") for row in range(2, 22)], sent("城关.xlsx"))
    assert "8. B9：" in said(made) and "9. " not in said(made) and "其余12处见退回说明。" in said(made)
    assert page(made["退回/城关街道/城关.xlsx"])[-1][0] == "20"


def test_a_file_that_could_not_be_opened_comes_back_as_one_page(folder: Path) -> None:
    (folder / "城关.xlsx").write_bytes(b"PK\x03\x04")
    made = back(folder, [replace(finding(None, None), message="打不开，请另存。")], sent("城关.xlsx", kind=""))
    (path,) = (path for path in made if path.endswith(".xlsx"))
    book = opened(made[path])
    assert path == "退回/城关街道/城关（退回说明）.xlsx" and book.sheetnames == ["退回说明"]
    setup, fits = book["退回说明"].page_setup, book["退回说明"].sheet_properties.pageSetUpPr.fitToPage
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, fits) == (9, "landscape", None, True)
    assert "按下表逐项办理" in page(made[path])[2][0] and "标注" not in said(made)


def test_a_file_that_cannot_be_read_a_second_time_stops_nothing(folder: Path) -> None:
    (folder / "城关.xlsx").write_bytes(b"PK\x03\x04")
    made = back(folder, [finding("B2")], sent("城关.xlsx"))
    assert "无法标注" in page(made["退回/城关街道/城关（退回说明）.xlsx"])[3][0]


def test_a_sender_that_sent_nothing_gets_an_explanation_of_its_own(folder: Path) -> None:
    made = back(folder, [replace(LOOSE, sender="柳渡镇")], sent("城关.xlsx"))
    assert list(made) == ["退回/柳渡镇/退回说明.xlsx", "退回/柳渡镇/群通知.txt"]
    assert said(made, "柳渡镇").startswith("柳渡镇：你单位2026年5月的数据有1项需要办理（阻断）：\n1. 清单中的丁")
    assert said(made, "柳渡镇").endswith("\n请于2026年6月8日前报送示例市工业推进办公室。\n")


def test_what_lies_in_no_file_of_its_own_goes_with_the_first_and_is_told_once(folder: Path) -> None:
    write_xlsx(folder / "城关2.xlsx", Sheet(TABLE, "表"))
    made = back(folder, [LOOSE, finding("B2", file="城关2.xlsx")], sent("城关.xlsx"), sent("城关2.xlsx"))
    assert [path for path in made if path.endswith(".xlsx")] == ["退回/城关街道/城关2.xlsx"]
    assert said(made).count("清单中的丁") == 1


def test_the_register_goes_to_no_town(folder: Path) -> None:
    write_xlsx(folder / "重点项目清单.xlsx", Sheet(TABLE, "表"))
    made = back(folder, [LOOSE], sent("城关.xlsx"), sent("重点项目清单.xlsx", sender=None))
    assert list(made) == ["退回/城关街道/城关.xlsx", "退回/城关街道/群通知.txt"]


def test_two_files_of_one_name_do_not_meet(folder: Path) -> None:
    files = [sent("a/城关.xlsx"), sent("b/城关.xlsx"), sent("城关.csv", "text")]
    for file in files:
        workbook(folder / file.path, TABLE)
    found = [finding("B2", file=file.path) for file in files]
    made = [path for path in back(folder, found, *files) if path.endswith(".xlsx")]
    assert made == [f"退回/城关街道/城关{number}.xlsx" for number in ("", "（2）", "（3）")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a/b:c*d", "a_b_c_d"),
        ("..", "_"),
        ("城关 13812345678", "城关"),
        ("con", "_con"),
        ("甲\n乙\x00", "甲 乙"),
        ("", "_"),
    ],
)
def test_names_are_safe_on_every_system_and_masked(text: str, name: str) -> None:
    assert file_name(text) == name


def test_a_name_may_be_long() -> None:
    assert len(f".{file_name('长' * 200)}（2）.xlsx.tmp".encode()) <= 255


def test_telephone_numbers_stand_in_no_name_and_no_text(folder: Path) -> None:
    (folder / "城关.xlsx").rename(folder / "城关13812345678.xlsx")
    made = back(folder, [finding("B2", file="城关13812345678.xlsx")], sent("城关13812345678.xlsx"))
    assert "13812345678" not in "".join(made) + said(made)
    assert "13812345678" not in str(page(next(iter(made.values()))))
