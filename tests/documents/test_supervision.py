"""The 督查报告 of full, empty and very long months: what was found, what became of what was demanded, what is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.documents import catalogue
from pipeline.documents.told.supervised import is_clue
from pipeline.documents.told.supervised import supervised as told
from pipeline.model import Finding, Followed, PipelineError
from tests.documents.dump import dumped
from tests.documents.following import ITEMS, MAY, followed, supervised
from tests.documents.grounds import ground
from tests.documents.inspecting import INSPECTED, inspected, report
from tests.documents.making import make
from tests.documents.month import LAW, ROWS, TEMPLATES, a_month, office
from tests.documents.test_bulletin import LEFTOVER, MANY

GOLDEN = Path(__file__).parent.parent / "golden" / "督查报告.txt"
NOBODY = followed("")
MORE = "\n".join(
    f"督2026-{at:03}|{('城关街道', '石磨镇', '市发改局')[at % 3]}|第{at}号项目投资进度滞后，长期没有进展|规则|立即落实"
    f"|立项 2026-04 2026-04-30 2026-05-{at % 28 + 1:02}|第{at}号项目"
    for at in range(1, 61)
)


def stalled() -> Finding:
    return LAW.finding("stalled", subject="城关街道“乙项目”", ytd="900万元", sender="城关街道", project="乙项目")


def test_the_report_says_what_its_golden_text_says() -> None:
    made = dumped(report(findings=[stalled()], signer="张某某"))
    assert made == GOLDEN.read_text(encoding="utf-8"), "看过差异、确认无误后，把新的文字写入 tests/golden/督查报告.txt"


@pytest.mark.parametrize("carrier", ["公文", "简报"])
def test_a_month_without_anything_says_so_and_is_whole(carrier: str) -> None:
    text = dumped(report(inspected("", "", ""), NOBODY, carrier=carrier))
    for line in (
        "本期没有现场督查记录。本期没有在办的督办事项。",
        "本期没有纳入调度的重点项目。",
        "本期没有亮红灯、应开工未开工的项目，没有逾期未办结的问题。",
        "各镇街本期没有上述问题。",
        "本期没有列为督查线索的数据。",
        "上期没有督办事项。",
        "本期没有需要分析原因的问题。",
        "本期没有督办事项。",
        "【附件说明首行】附件：1.督查发现问题一览表",
    ):
        assert line in text
    assert text.count("\n无。\n") == 2 and not LEFTOVER.search(text), LEFTOVER.findall(text)


def test_sixty_items_are_all_in_the_ledger_and_the_worst_come_first() -> None:
    text = dumped(report(of=followed(MORE)))
    listed = [line for line in text.split("【附件编号】附件3")[1].splitlines() if line.startswith("| ")]
    assert len([line for line in listed if "督2026-" in line]) == 60
    assert "| 1 | 督2026-028 |" in text and "| 2026.5.1 | 蓝色 | 交办 | 30 |" in text
    assert "等。" in text and not LEFTOVER.search(text)


def test_a_report_goes_up_with_the_one_who_signs() -> None:
    text = dumped(report(signer="张某某"))
    assert "【发文字号】示推办〔2026〕　号\t签发人：张某某" in text and "【主送机关】市委、市政府：" in text
    assert "　号\t签发人：\n" in dumped(report()), "the name is left open"


def test_the_office_may_name_other_superiors_for_the_report_alone() -> None:
    facts = replace(office(), documents={"督查报告": {"recipients": ["市委督查室"], "organ": "市委办公室"}})
    of = followed()
    made = make("supervision", supervised(inspected(), of), {}, facts, LAW, TEMPLATES, followed=of)
    text = dumped(made["督查报告.docx"])
    assert "【主送机关】市委督查室：" in text and "【发文机关标志】市委办公室文件" in text


def test_a_briefing_reports_to_the_superiors() -> None:
    text = dumped(report(carrier="简报"))
    assert "报：市委，市政府。" in text and "签发人" not in text


def test_a_bulletin_goes_down_without_one_who_signs() -> None:
    made = make("bulletin", a_month(), {}, office(signer="张某某"), LAW, TEMPLATES)
    text = dumped(made["调度通报.docx"])
    assert "签发人" not in text and "【发文字号】示推办〔2026〕　号\n" in text


def test_every_fault_has_its_table_and_no_project_stands_in_two_for_one_reason() -> None:
    annex = dumped(report()).split("【附件标题】督查发现问题一览表")[1].split("【附件编号】")[0]
    red, late, problems = annex.split("【表题】")[1:4]
    assert "| 1 | 乙项目 | 城关街道 | 22.5 | -19.2 | 城关街道 |" in red and "丙项目" not in red
    assert "| 1 | 丙项目 | 石磨镇 | 红灯 | 2026年2月 | 土地 | 石磨镇 |" in late
    assert "| 1 | 丙项目 | 石磨镇 | 土地：用地指标未落实 | 2026.4.20 | 41 | 市发改局 |" in problems


def test_clues_stand_apart_from_problems() -> None:
    text = dumped(report(findings=[stalled(), LAW.finding("image-unchanged", subject="甲项目")]))
    assert "核查中有1处数据存疑，列为督查线索，有待核实，不计入上述问题。" in text
    assert "1.城关街道“乙项目”在建，但本年完成投资连续三个月没有增加（900万元）。\n" in text
    assert "| 1 | 城关街道 | 乙项目 | 连续三个月无进展 |" in text and "形象进度" not in text.split("二、")[0]


def test_what_a_sender_is_asked_is_not_asked_of_the_reader_of_the_report() -> None:
    seen = LAW.finding(
        "onsite-stage-differs", subject="甲项目", stage="在建", day="5月20日", scene="停工", sender="柳渡镇"
    )
    text = dumped(report(findings=[seen]))
    assert "1.甲项目填报为在建，5月20日现场督查所见为“停工”。\n" in text and "请书面说明" not in text


def test_a_claim_that_the_figures_contradict_has_its_own_line_and_is_no_clue_besides() -> None:
    text = dumped(report())
    told = "1.乙项目数据前后矛盾（督2026-005，城关街道承办）：反馈已完成，本年完成投资仍为900万元。"
    assert f"以下事项承办单位反馈已完成，与项目数据不符，不予销号：\n{told}\n" in text
    assert not is_clue(replace(stalled(), code="claim-contradicted"), LAW)


def test_an_item_that_was_refuted_or_escalated_is_not_named_among_the_overdue_again() -> None:
    refuted = "；核查不通过 2026-05 2026-05-31 - 仍亮红灯"
    text = dumped(report(of=followed(ITEMS.replace("2026-05-20 - 已加班赶工", f"2026-05-20 - 已加班赶工{refuted}"))))
    told = text.split("【一级标题】四、")[1].split("【一级标题】五、")[0]
    assert told.count("督2026-001") == told.count("督2026-003") == 1 and "逾期未办结的有" not in told
    assert "提至专班联席会议，逾期51天" in told
    first = dumped(report())
    assert "其他逾期未办结的有：甲项目投资进度滞后（督2026-001，城关街道承办，逾期16天）。" in first


def test_a_refuted_claim_that_a_person_closed_is_no_line_of_the_report() -> None:
    closed = "仍为900万元；核查 2026-05 2026-05-31；办结 2026-05 2026-05-20；销号 2026-05 2026-05-31"
    text = dumped(report(of=followed(ITEMS.replace("仍为900万元", closed))))
    assert "不予销号：" not in text


def test_the_gravest_come_first_in_the_ledger() -> None:
    annex = dumped(report()).split("【附件标题】督办事项整改台账")[1]
    listed = re.findall(r"\| \d+ \| (督2026-\d+) \|", annex)
    assert listed == ["督2026-003", "督2026-002", "督2026-001", "督2026-005", "督2026-004"]


def test_items_of_which_none_is_due_yet_are_told_without_noughts() -> None:
    text = dumped(report(of=followed(ITEMS.splitlines()[5])))
    assert "截至5月31日，在办的1项督办事项均未到办结时限。与上期对比" in text


def test_last_month_s_figures_stand_beside_this_month_s() -> None:
    text = dumped(report())
    assert "| 应办结（项） | 4 | 1 |" in text and "| 办结率 | 25.0% | 20.0% |" in text
    alone = supervised(inspected(), followed())
    first = replace(alone, figures=tuple(figure for figure in alone.figures if not figure.name.startswith("上期督办")))
    made = make("supervision", first, {}, office(), LAW, TEMPLATES, followed=followed())
    assert "| 应办结（项） | 4 | — |" in dumped(made["督查报告.docx"])


def test_what_was_written_of_the_reasons_takes_the_place_of_the_standing_words() -> None:
    standing, said = (
        dumped(report()),
        dumped(report(narrative={"原因分析": ("要素<不足>。",), "意见建议": ("一要A&B。",)})),
    )
    assert "具体原因由承办单位对照附件所列事项逐项查明" in standing and "（一）压实整改责任。" in standing
    assert "\n要素<不足>。\n" in said and "\n一要A&B。\n" in said and "压实" not in said and "具体原因" not in said


def test_pictures_come_two_to_a_row_and_the_lacking_one_is_named() -> None:
    text = dumped(report())
    assert "| 城关街道甲项目（5月20日）：主体三层施工 | 城关街道甲项目（5月20日）：主体三层施工 |" in text
    assert "| 石磨镇丙项目（5月21日）：未开工，场地未平整 |  |" in text
    assert "照片缺（没有找到或打不开）：丙项目：缺.jpg。" in text


def test_a_record_without_any_picture_makes_no_annex_of_pictures() -> None:
    plain = re.sub(r"\|甲1.*|\|丙\.png.*", "|", INSPECTED)
    text = dumped(report(inspected(plain)))
    assert "开展现场督查2次，情况见表1。" in text and "现场督查照片" not in text
    assert "【附件说明首行】附件：1.督查发现问题一览表" in text and "逐项情况见附件1。" in text


def test_a_run_that_followed_nothing_cannot_report() -> None:
    with pytest.raises(PipelineError, match="《督查报告》要在督办事项跟踪之后才能成文"):
        make("supervision", supervised(), {}, office(), LAW, TEMPLATES)


def test_each_member_of_a_family_has_the_items_of_its_own() -> None:
    known = {row["name"]: row["id"] for row in a_month().projects}
    items = tuple(replace(item, project=known.get(item.project, "")) for item in followed().items)
    whole = ground(supervised(), "supervision", followed=Followed(MAY, items))
    own = {name: told(whole.of("镇街", name))["督办"]["台账"] for name in ("城关街道", "石磨镇", "市发改局")}
    numbers = {name: [row["督办编号"] for row in rows] for name, rows in own.items()}
    assert numbers == {
        "城关街道": ["督2026-001", "督2026-005"],
        "石磨镇": ["督2026-003", "督2026-002"],  # the first one is on its project, though another unit answers for it
        "市发改局": ["督2026-003"],
    }
    assert len(told(whole)["督办"]["台账"]) == 5


def test_private_numbers_in_items_are_masked() -> None:
    text = dumped(report(of=followed(ITEMS.replace("已加班赶工", "请联系13800138000"))))
    assert "请联系***" in text and "13800138000" not in text


def test_an_item_that_ended_long_ago_is_in_the_report_no_more() -> None:
    text = dumped(report())
    assert "督2026-004" in text and "督2026-006" not in text


def test_the_same_month_gives_the_same_bytes() -> None:
    assert report() == report()


def test_the_catalogue_knows_what_supervises_and_what_can_be_issued() -> None:
    entries = catalogue(TEMPLATES)
    supervising = {key for key, entry in entries.items() if entry.supervises}
    plain = {key for key, entry in entries.items() if not entry.issuable}
    assert {"supervision", "notice", "meeting"} <= supervising and "bulletin" not in supervising
    assert {"confirmation", "lists", "meeting", "town-card"} <= plain and not {"bulletin", "notice", "cards"} & plain
    assert entries["supervision"].upward and entries["supervision"].recipients == ("市委", "市政府")


@pytest.mark.parametrize("rows", [ROWS, MANY, ""])
def test_validators_find_nothing(tmp_path: Path, rows: str) -> None:
    audit, integrity = pytest.importorskip("openxml_audit"), pytest.importorskip("docx_integrity")
    path, of = tmp_path / "督查报告.docx", followed(MORE) if rows == MANY else Followed(MAY, ())
    path.write_bytes(report(inspected(INSPECTED if rows == ROWS else "", rows, ""), followed() if rows == ROWS else of))
    assert [str(error) for error in audit.OpenXmlValidator().validate(path).errors] == []
    assert [str(finding) for finding in integrity.check(path)] == []
