"""A seed and months come in; the workbooks of an invented city go out, month by month: projects that start late, fall
behind or stand still, problems that fall due, one project renamed, one moved, one 镇街 that goes up in another."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline.model import Period
from tests.workbook import Cell, workbook

TOWNS = ("城关街道", "东岭街道", "柳渡镇", "石磨镇")
GONE, HEIR, MERGED = "石磨镇", "柳渡镇", "2027-01"
RENAMED, MOVED = "2027-01", "2026-10"
NEW_NAME = "新区示范项目"
DEPARTMENT = "市自然资源和规划局"
EACH = 8  # projects of a 镇街, two of the last fewer
WHOLE_YEAR = 12
HEAD = [
    "项目名称",
    "镇街",
    "建设性质",
    "总投资",
    "年度计划投资",
    "本月完成投资",
    "本年完成投资",
    "项目阶段",
    "计划开工时间",
]
ROLL = ["项目名称", "镇街", "建设性质", "总投资", "年度计划投资", "计划开工时间"]
PROBLEMS = ["项目名称", "镇街", "问题类别", "具体问题", "办理部门", "提出日期", "完成时限", "状态", "销号日期"]
CHANGES = ["项目名称", "镇街", "变动", "新值", "生效期", "依据"]
OFFICE = """
city = "示例市"
[issuer]
organ = "示例市工业推进办公室"
mark = "示推办"
carrier = "公文"
recipients = ["各镇街"]
copies = ["市委办公室"]
[documents."督查报告"]
signer = "某某"
[[senders]]
name = "市自然资源和规划局"
aliases = ["市自规局"]
"""
TOWN = '[[towns]]\nname = "{}"\ncategory = "{}"\n'


@dataclass
class Project:
    """``pace`` is the share of an even year's plan that a month brings; ``planned`` the month in which it was to start,
    ``delay`` how many months later it does."""

    name: str
    town: str
    kind: str
    plan: int
    pace: float
    planned: date
    delay: int
    started: bool = False
    done: int = 0
    month: int = 0

    def row(self) -> list[Cell]:
        stage = "在建" if self.started else "前期"
        money = (self.plan * 3, self.plan, self.month, self.done)
        return [self.name, self.town, self.kind, *money, stage, self.planned]

    def entry(self) -> list[Cell]:
        return [self.name, self.town, self.kind, self.plan * 3, self.plan, self.planned]


@dataclass
class Problem:
    project: Project
    detail: str
    raised: date
    due: date
    closed: date | None = None

    def row(self) -> list[Cell]:
        status = "已办结" if self.closed else "未办结"
        place = (self.project.name, self.project.town)
        return [*place, "土地", self.detail, DEPARTMENT, self.raised, self.due, status, self.closed]


@dataclass
class City:
    """Its state in the month that was written last."""

    root: Path
    chance: random.Random
    projects: list[Project] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def founded(cls, root: Path, seed: int) -> City:
        made = cls(root, random.Random(seed))
        made.projects = [made._project(town, at) for town in TOWNS for at in range(EACH)][:-2]
        (root / "input").mkdir(parents=True)
        made._office(merged=False)
        return made

    def write(self, period: Period) -> None:
        """A month's workbooks, as the city then is."""
        changes = [*self._changed(period)]
        for project in self.projects:
            self._advance(project, period)
        self._problems(period)
        folder = self.root / "input" / period.text
        self._table(folder / "重点项目清单.xlsx", "重点项目清单", ROLL, [each.entry() for each in self.projects])
        if changes:
            workbook(folder / "清单变动.xlsx", [CHANGES, *changes])
        for town in {project.town for project in self.projects}:
            mine = [project.row() for project in self.projects if project.town == town]
            self._table(folder / f"{town}.xlsx", town, HEAD, mine)
        listed = [problem.row() for problem in self.problems]
        if listed:
            self._table(folder / "要素保障问题清单.xlsx", DEPARTMENT, PROBLEMS, listed)

    def mend(self, name: str) -> None:
        """What an item demands of a project is done: it starts, spends what it should have, has its problems solved."""
        for project in self.projects:
            if project.name == name:
                project.started, project.pace, project.delay = True, 3.0, 0
        for problem in self.problems:
            if problem.project.name == name:
                problem.closed = problem.closed or problem.raised

    def _table(self, path: Path, sender: str, head: Sequence[str], lines: Sequence[Sequence[Cell]]) -> None:
        workbook(path, [[f"填报单位：{sender}", *[None] * 6, "单位：万元"], head, *lines])

    def _project(self, town: str, at: int) -> Project:
        chance = self.chance
        planned = date(2025, chance.randint(1, 12), 1) if at % 2 else date(2026, chance.randint(1, 10), 1)
        delay = chance.choice((0, 0, 1, 4, 6, 99))
        pace = chance.choice((1.1, 1.0, 0.9, 0.6, 0.3, 0.0))
        kind = chance.choice(("新建", "技改"))
        return Project(f"{town[:2]}{at + 1}号项目", town, kind, chance.randint(12, 120) * 100, pace, planned, delay)

    def _advance(self, project: Project, period: Period) -> None:
        """One more month, or in the first all those of the year before it."""
        first = not (self.root / "input" / period.previous.text).exists()
        if period.as_of.month == 1:
            project.done, project.plan = 0, project.plan + 100
        since = (period.as_of.year - project.planned.year) * WHOLE_YEAR + period.as_of.month - project.planned.month
        project.started = project.started or since >= project.delay
        even = project.plan / WHOLE_YEAR * project.pace
        project.month = round(even * self.chance.uniform(0.6, 1.4)) if project.started else 0
        project.done += project.month * (period.as_of.month if first else 1)

    def _problems(self, period: Period) -> None:
        chance, day = self.chance, period.as_of
        for problem in self.problems:
            if problem.closed is None and chance.random() < 0.25:
                problem.closed = day
        for project in chance.sample(self.projects, 2):
            due = date(day.year + day.month // WHOLE_YEAR, day.month % WHOLE_YEAR + 1, 20)
            detail = f"第{len(self.problems) + 1}宗用地未组卷"
            self.problems.append(Problem(project, detail, day.replace(day=10), due))

    def _changed(self, period: Period) -> Iterator[list[Cell]]:
        """What becomes of names and 镇街 in a month."""
        since = period.as_of.replace(day=1)
        if period.text == RENAMED:
            project = next(project for project in self.projects if not project.started)
            yield [project.name, project.town, "更名", NEW_NAME, since, "市政府常务会议纪要"]
            project.name = NEW_NAME
        if period.text == MOVED:
            project = self.projects[EACH]
            yield [project.name, project.town, "划转", TOWNS[0], since, "市政府常务会议纪要"]
            project.town = TOWNS[0]
        if period.text == MERGED:
            self._office(merged=True)
            for project in self.projects:
                project.town = HEIR if project.town == GONE else project.town

    def _office(self, *, merged: bool) -> None:
        towns = [TOWN.format(town, "街道" if town.endswith("街道") else "镇") for town in TOWNS]
        if merged:
            towns[TOWNS.index(GONE)] += f'until = "2026-12"\nsuccessor = "{HEIR}"\n'
        (self.root / "input" / "office.toml").write_text(OFFICE + "".join(towns), encoding="utf-8")
