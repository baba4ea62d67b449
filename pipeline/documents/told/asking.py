"""A project as it stands comes in; why it is fast or slow, and what to ask of whom, go out in the rules' words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.documents.ground import Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.told.rows import Row, text
from pipeline.documents.told.supervised import is_clue
from pipeline.documents.wording import month_of, ten_thousands
from pipeline.model import Day, Finding, Item, Kind, Origin
from pipeline.model import Row as Record
from pipeline.model.terms import PROJECTS
from pipeline.rules.asking import Question
from pipeline.rules.spelling import departments, folded

Blanks = dict[str, str] | None
SHOWN = 40  # letters of what somebody wrote
YEAR = 12
BLOCKED = "blocked"


@dataclass(frozen=True)
class Standing:
    """A project of a month, at its place among the projects, with all that may be said of it."""

    ground: Ground
    at: int
    record: Record

    @cached_property
    def problem(self) -> Record | None:
        """Its open problem, that which has waited longest."""
        as_of = self.ground.measured.period.as_of
        open_ones = [row for row in self.ground.measured.problems if row["is_open"] and row["project"] == self.at]
        return min(open_ones, key=lambda row: row["raised"] or as_of, default=None)

    @cached_property
    def item(self) -> Item | None:
        """The 督办事项 on it that is overdue longest."""
        followed = self.ground.followed
        if followed is None:
            return None
        name, town = folded(self.record["name"] or ""), self.record["town"]
        mine = (one for one in followed.items if one.name and folded(one.name) == name and one.town in ("", town))
        late = [one for one in mine if one.deadline and one.is_open and one.overdue(followed.period.as_of)]
        return min(late, key=lambda one: str(one.deadline), default=None)

    @cached_property
    def clue(self) -> Finding | None:
        """What throws doubt on what was reported of it."""
        name = self.record["name"]
        found = (one for one in self.ground.findings if name and one.project == name)
        return next((one for one in found if is_clue(one, self.ground.law)), None)

    def lasting(self, name: str) -> int:
        """For how many months it has stood so; 0 where it is too few to be told."""
        months = self.record.get(name) or 0
        return months if months >= self.ground.law.asking.months else 0


def asked(standing: Standing) -> list[Row]:
    """What is to be asked of whom: 对象 and 内容, no more than the rules allow, the closing question last."""
    held = list(_held(standing, standing.ground.law.asking.questions))
    most, closing = standing.ground.law.asking.most, [pair for pair in held if pair[0].closing]
    chosen = [pair for pair in held if not pair[0].closing][: most - len(closing)] + closing
    source = Origin(Kind.FIELD, form=PROJECTS, row=str(standing.record["id"]), field="提问")
    return [
        {"对象": _addressee(question, standing), "内容": question.ask.format(**blanks), SOURCE: source}
        for question, blanks in chosen
    ]


def reasons(standing: Standing) -> list[str]:
    """Why it is slow, the most telling first; that it is behind only where nothing else is known."""
    questions = standing.ground.law.asking.questions
    return _told(standing, [one for one in questions if not one.closing]) or _told(standing, questions)


def merits(standing: Standing) -> list[str]:
    """Why it is fast."""
    return _told(standing, standing.ground.law.asking.merits)


def _told(standing: Standing, rules: Sequence[Question]) -> list[str]:
    return [rule.reason.format(**blanks) for rule, blanks in _held(standing, rules)][: standing.ground.law.asking.most]


def _held(standing: Standing, rules: Sequence[Question]) -> Iterator[tuple[Question, dict[str, str]]]:
    for rule in rules:
        if (blanks := CASES[rule.when](standing)) is not None:
            yield rule, blanks


def _addressee(question: Question, standing: Standing) -> str:
    """Who answers, by name or post where it is known; else the 镇街, which answers for all its projects."""
    record, town = standing.record, text(standing.record["town"])
    if question.to == "包保领导" and record["leader"]:
        return f"包保领导（{text(record['leader'])}）"
    if question.to == "部门" and (names := _departments(question, standing)):
        return "、".join(names)
    return town or "责任单位"


def _departments(question: Question, standing: Standing) -> list[str]:
    """Who holds the permit, or who handles the problem."""
    if question.when == BLOCKED:
        return [standing.ground.law.elements.holders[standing.record["blocked_at"]]]
    solver = (standing.problem or {}).get("solver") or standing.record["solver"]
    return [text(name) for name in departments(solver)]


def _problem(standing: Standing) -> Blanks:
    row = standing.problem
    if row is None:
        return None
    days = (standing.ground.measured.period.as_of - row["raised"]).days if row["raised"] else 0
    return {
        "category": text(row["category"]) or "要素保障",
        "detail": _short(row["detail"]),
        "age": f"提出{days}天" if days > 0 else "",
        "late": f"，超过时限{row['overdue_days']}天" if row["is_overdue"] else "",
    }


def _late_start(standing: Standing) -> Blanks:
    planned, as_of = standing.record["plan_start"], standing.ground.measured.period.as_of
    if not standing.record["is_late_start"]:
        return None
    months = (as_of.year - planned.year) * YEAR + as_of.month - planned.month
    return {"planned": month_of(Day(planned)), "late": f"，已逾期{months}个月" if months else ""}


def _blocked(standing: Standing) -> Blanks:
    permit, months = standing.record["blocked_at"], standing.lasting("blocked_months")
    return {"permit": text(permit), "lasting": f"已连续{months}个月" if months else ""} if permit else None


def _idle(standing: Standing) -> Blanks:
    return _months(standing, "idle_months") if standing.record["is_started"] else None


def _image(standing: Standing) -> Blanks:
    found = _months(standing, "image_months")
    return found and {**found, "image": _short(standing.record["image"])}


def _red(standing: Standing) -> Blanks:
    return _months(standing, "red_months")


def _months(standing: Standing, name: str) -> Blanks:
    months = standing.lasting(name)
    return {"months": str(months)} if months else None


def _supervised(standing: Standing) -> Blanks:
    item, as_of = standing.item, standing.ground.measured.period.as_of
    if item is None or item.deadline is None:
        return None
    return {"number": text(item.number), "days": str((as_of - item.deadline).days)}


def _clue(standing: Standing) -> Blanks:
    found = standing.clue
    return None if found is None else {"said": text(found.message).split("；")[0].rstrip("。")}


def _short_of_time(standing: Standing) -> Blanks:
    gap, needed = standing.record["time_gap"], standing.record["needed_a_month"]
    if gap is None or gap >= 0:
        return None
    left = YEAR - standing.ground.measured.period.elapsed
    told = f"，余下{left}个月平均每月要完成{ten_thousands(needed)}" if needed else ""
    return {"short": ten_thousands(-gap), "needed": told}


def _seen(standing: Standing) -> Blanks:
    record = standing.record
    return {"image": _short(record["image"])} if record["image"] and not record["is_finished"] else None


def _done(standing: Standing) -> Blanks:
    record = standing.record
    return {} if record["plan"] and record["ytd_done"] >= record["plan"] else None


def _finished(standing: Standing) -> Blanks:
    return {"stage": text(standing.record["stage"])} if standing.record["is_finished"] else None


def _flow(standing: Standing) -> Blanks:
    flow = standing.record["month_flow"]
    return {"flow": ten_thousands(flow), "month": f"{standing.ground.measured.period.month}月"} if flow else None


def _short(words: str | None) -> str:
    """What somebody wrote, at no great length."""
    said = text(words).rstrip("。；，")
    return said if len(said) <= SHOWN else f"{said[:SHOWN]}…"


CASES: Mapping[str, Callable[[Standing], Blanks]] = {
    "problem": _problem,
    "late_start": _late_start,
    BLOCKED: _blocked,
    "idle": _idle,
    "supervised": _supervised,
    "clue": _clue,
    "image": _image,
    "red": _red,
    "short": _short_of_time,
    "seen": _seen,
    "done": _done,
    "finished": _finished,
    "flow": _flow,
}
