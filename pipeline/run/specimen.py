"""A document of the catalogue comes in; the same, prepared from a small and a large month that are made up, goes out:
what a template is tried on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.model import Event, Finding, Followed, Intervention, Item, Measured, Period, Remedy, Step, Tables
from pipeline.model.quality import FaultKind, Quality, Reporting
from pipeline.model.returns import State
from pipeline.model.tables import table
from pipeline.model.terms import ADJUSTMENTS, INSPECTIONS, LEADS, NODES, PROBLEMS, PROJECTS, RESERVES
from pipeline.rules import Law, Office, Unit

if TYPE_CHECKING:
    from pipeline.documents.catalogue import Entry
    from pipeline.documents.printing import Prepared

SMALL, LARGE = 3, 200
TOWNS, DEPARTMENT = tuple(f"{name}{kind}" for kind in ("街道", "镇") for name in "甲乙丙丁戊"), "市样例部门"
STAGES, PERMITS = ("在建", "前期", "竣工", "投产"), ("办结", "办理中", "未启动", "不涉及")
MONTH, WEEK = Period.parse("2026-05"), Period.parse("2026-W21")
LONG = "年产若干万件高端装备关键零部件智能化绿色化改造提升项目"
Record = dict[str, Any]


def specimens(entry: Entry, templates: Path, law: Law) -> tuple[Prepared, ...]:
    """The document for both months; of a family its first and its last member."""
    return Trials(templates, law).of(entry)


class Trials:
    """The months that documents are tried on, each measured once for all of them."""

    def __init__(self, templates: Path, law: Law) -> None:
        self.templates, self.law, self.office = templates, law, _office()
        self._months: dict[tuple[Period, int], Measured] = {}

    def of(self, entry: Entry) -> tuple[Prepared, ...]:
        """The document for both months; of a family its first and its last member."""
        from pipeline.documents import prepare

        period, found = WEEK if entry.cadence == "weekly" else MONTH, []
        for size in (SMALL, LARGE):
            month = self.month(period, size)
            judged = _judged(month, size, self.law, self.office) if "考核" in entry.needs else month
            made = prepare(
                entry.key,
                judged,
                dict.fromkeys(entry.standing, ("样例文字。",)) if size == LARGE else {},
                self.office,
                self.law,
                self.templates,
                followed=_followed(size, period),
                findings=_clues(size, self.law),
                photos=_photos(),
                quality=_quality(size, period, self.law),
            )
            found += [made[0], made[-1]] if len(made) > 1 else [*made]
        return tuple(found)

    def month(self, period: Period, size: int) -> Measured:
        """The figures of a period, with all that documents ask for but 考核."""
        if (period, size) not in self._months:
            self._months[period, size] = self._measured(period, size)
        return self._months[period, size]

    def _measured(self, period: Period, size: int) -> Measured:
        from pipeline.measure import measure
        from pipeline.measure.cards import carded
        from pipeline.measure.lasting import lasting
        from pipeline.measure.past import past
        from pipeline.measure.supervision import supervised

        law, office, before = self.law, self.office, period.previous
        history = {before.text: _tables(size, before, law)} if size == LARGE else {}
        measured = measure(_tables(size, period, law), period, law, office, history=history)
        followed = supervised(measured, _followed(size, period))
        return carded(lasting(replace(followed, past=past(history, period, law, office))), law, office)


def _followed(size: int, period: Period) -> Followed:
    return Followed(period, tuple(_items(size, period)))


def _judged(month: Measured, size: int, law: Law, office: Office) -> Measured:
    """With 考核 by the shipped rules; a person gave points in the large month."""
    from pipeline.measure.assessment import assessed, judgeable
    from pipeline.rules.assessing import shipped

    points = {"unit": TOWNS[0], "points": 1, "reason": "样例原因", "basis": "样例依据", "id": "样例"}
    given = table([points] if size == LARGE else [], law.types[ADJUSTMENTS])
    return assessed(month, shipped(month.period, judgeable(law)), office, law, given)


def _office() -> Office:
    units = [Unit(name, (), name[-2:] if name.endswith("街道") else "镇", reports=False) for name in TOWNS]
    issuer = {"organ": "样例机关", "mark": "样例", "recipients": ["各镇街"], "copies": ["市样例部门"]}
    names = {name: name for name in (*TOWNS, DEPARTMENT)}
    chains = {"高端装备": "链长", "新材料": ""}
    return Office("样例市", issuer, tuple(units), (Unit(DEPARTMENT, (), reports=False),), chains, names)


def _tables(size: int, period: Period, law: Law) -> Tables:
    made: Mapping[str, list[Record]] = {
        PROJECTS: [_project(at, period, law) for at in range(size)],
        PROBLEMS: [_problem(at, period) for at in range(size // 2)],
        LEADS: [_lead(at, period) for at in range(size // 3)],
        RESERVES: [_reserve(size + at) for at in range(size // 3)],
        NODES: [_node(at, period) for at in range(size)],
        INSPECTIONS: [_inspection(at, period) for at in range(size // 3)],
    }
    forms = {name: table(made.get(name, ()), types) for name, types in law.types.items()}
    note = Intervention(Remedy.CORRECTION, "甲", None, "", "", "", "", "", "", "", "", TOWNS[0], "样例说明。")
    return Tables(forms, interventions=(note,) if size == LARGE else ())


def _named(at: int) -> Record:
    name, town = f"样例{at + 1}号{LONG if at % 7 == 3 else '项目'}", TOWNS[at % len(TOWNS)]
    return {"id": f"{town}/{name}", "name": name, "town": town, "file": "样例.xlsx", "sheet": "样例", "row": at + 2,
            "sender": town}  # fmt: skip


def _project(at: int, period: Period, law: Law) -> Record:
    plan, waits = 10_000_000 * (at % 9 + 1), at % 10 == 0 and period == MONTH.previous
    stage = "前期" if waits else STAGES[at % len(STAGES)]
    done = plan * (at % 11) * period.month // 100 if stage != "前期" else 0
    permits = {f"permit.{name}": PERMITS[(at + order) % 4] for order, name in enumerate(law.permits)}
    days = {"plan_start": date(period.year, at % 12 + 1, 10), "plan_finish": date(period.year + at % 2, 6, 1)}
    said = {"kind": ("新建", "续建", "技改")[at % 3], "chain": ("高端装备", "新材料")[at % 2], "level": "市重点"}
    money = {"total": plan * 3, "plan": plan, "ytd_done": done, "month_done": done // 10, "cum_done": done * 2}
    more = {"stage": stage, "batch": "第一批", "showcase": at % 5 == 0, "in_stats": at % 2 == 0, "image": "主体施工"}
    return _named(at) | said | money | permits | days | more | _answering(at)


def _answering(at: int) -> Record:
    """Of every third nobody is known."""
    who = {"leader": "样例领导", "unit": TOWNS[at % len(TOWNS)], "section": "样例科室", "person": "样例某"}
    return who if at % 3 else dict.fromkeys(who)


def _lead(at: int, period: Period) -> Record:
    """Some go on by a stage every month."""
    stage = ("在谈", "签约", "落地")[min(at % 3 + (at + period.month) % 2, 2)]
    source = {"region": ("长三角", "京津冀", "其他")[at % 3], "way": ("以商招商", "基金招商", "其他")[at % 3]}
    more = {"anchor": "样例链主" if at % 4 == 0 else None, "expansion": at % 5 == 0, "total": 10_000_000 * (at + 1)}
    return _named(at) | source | more | {"stage": stage, "chain": "新材料", "visits_out": at % 3, "visits_in": 1}


def _reserve(at: int) -> Record:
    state = ("未申报", "已申报", "已批复")[at % 3]
    money = {"total": 20_000_000 * (at % 7 + 1), "approved": 5_000_000 if state == "已批复" else None}
    said = {"channel": ("专项债", "自筹")[at % 2], "planning": "样例进度", "application": state, "chain": "高端装备"}
    return _named(at) | money | said | {"plan_start": date(2027, 1, 1)}


def _problem(at: int, period: Period) -> Record:
    is_open, due = at % 3 > 0, period.as_of - timedelta(days=20 * (at % 3 - 1))
    status = {"status": "未办结" if is_open else "已办结", "closed": None if is_open else period.as_of}
    said = {"category": "土地", "detail": "样例问题", "remedy": "样例措施", "solver": DEPARTMENT, "due": due}
    said |= {"tier": "包保领导", "trail": "样例经过", "request": "样例事项"} if at % 2 else {}
    return _named(at) | status | said | {"raised": due - timedelta(days=60), "escalate": at % 4 == 1}


def _node(at: int, period: Period) -> Record:
    day = period.as_of + timedelta(days=at % 40 - 10)
    actual = period.as_of if at % 6 == 0 else None
    return _named(at) | {
        "node": "样例节点",
        "planned": day,
        "actual": actual,
        "unit": DEPARTMENT,
        "weather": at % 2 == 0,
    }


def _inspection(at: int, period: Period) -> Record:
    said = {
        "scene": "样例进度",
        "verdict": "属实",
        "inspector": "样例",
        "photos": "样例.jpg、缺少.jpg",
        "verified": 10**7,
    }
    return _named(at) | said | {"visited": period.as_of}


def _photos() -> Mapping[str, Any]:
    from pipeline.documents.engine.photographs import Photograph

    return {"样例.jpg": Photograph(b"", 4, 3)}


def _items(size: int, period: Period) -> Iterator[Item]:
    """Items in every stage that documents tell of; a small month has none."""
    for at in range(size // 10):
        day = period.as_of - timedelta(days=30)
        raised = Event(Step.RAISED, period.previous.text, day, day, deadline=day + timedelta(days=10 + 10 * (at % 4)))
        later = replace(
            raised, period=period.text, as_of=period.as_of, day=period.as_of, deadline=None, note="样例说明"
        )
        step = (Step.ESCALATED, Step.REFUTED, Step.CLOSED, Step.YELLOW)[at % 4]
        events = (raised, replace(later, step=step, tier="专班联席会议" if step is Step.ESCALATED else ""))
        number, unit = f"督{period.year}-{at + 1:03}", TOWNS[at % len(TOWNS)]
        yield Item(
            number, number, number, "规则", "", "样例事项", unit, disposal="研判", basis="样例依据", events=events
        )


def _clues(size: int, law: Law) -> tuple[Finding, ...]:
    told = law.finding("stalled", subject="样例项目", ytd="1万元", sender=TOWNS[0], project="样例项目")
    return (told,) * (size // 20)


def _quality(size: int, period: Period, law: Law) -> Quality:
    """In a large month every 镇街 stands differently, with one example of each kind of fault; a small one has none."""
    if size < LARGE:
        return Quality(None, (), (), (), ())
    found = [law.findings[code] for code in ("stalled", "money-not-a-number", "reported-late")]
    told = [
        Finding(word.level, word.code, f"{LONG}样例。", "样例.xlsx", "样例", "F7", sender=TOWNS[0]) for word in found
    ]
    kinds = [FaultKind(one.code, one.level, 3, dict.fromkeys(TOWNS, 1), one) for one in told]
    states = enumerate(zip(TOWNS, cycle(State), strict=False))
    senders = [
        Reporting(name, state, period.as_of, at, 1, 9, at, at, at, at, 2, at, 1, 0) for at, (name, state) in states
    ]
    used = Intervention(
        Remedy.RELEASE, "放行.xlsx", None, "A2", "样例", "stalled", "", "", "样例", "", "样例", TOWNS[0]
    )
    return Quality(period.as_of, tuple(senders), tuple(kinds), tuple(told), (used,) * 3)
