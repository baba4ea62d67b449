"""One item and what a period brings to it come in; its events, what is to be confirmed and what is wrong go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.follow import orders
from pipeline.follow.claims import Claim, claimed
from pipeline.follow.known import deadlines, ended
from pipeline.follow.now import Now, day_text, told
from pipeline.follow.orders import DROP, EXTEND, Order, about, stale
from pipeline.follow.verdicts import UNKNOWN, Verdict
from pipeline.model import Action, Colour, Event, Finding, Item, Proposal, Step
from pipeline.model.supervision import STAGES

NEXT = {Colour.BLUE: Action.YELLOW, Colour.YELLOW: Action.RED, Colour.RED: Action.ESCALATE}
STEPS = {Action.YELLOW: Step.YELLOW, Action.RED: Step.RED, Action.ESCALATE: Step.ESCALATED}
REASONS = {
    Action.YELLOW: "时限{day}，至{as_of}已逾期{days}天，拟发黄色督办通知单。",
    Action.RED: "转黄后时限{day}，至{as_of}再次逾期{days}天，拟发红色督办通知单。",
    Action.ESCALATE: "时限{day}，至{as_of}仍逾期{days}天，拟提级至{tier}。",
    Action.VERIFY: "{unit}反馈{note}。没有可以核对的项目数据，请核查；属实的销号。",
}


@dataclass
class Course:
    """An item on its way through a period."""

    item: Item
    now: Now
    verdict: Callable[[Item], Verdict] = lambda _: UNKNOWN
    findings: list[Finding] = field(default_factory=list)
    declined: set[str] = field(default_factory=set)

    def run(self, claims: Sequence[Claim] = (), decided: Sequence[Order] = ()) -> Course:
        """Feedback first, then 延期, 撤项 and 核查销号, then whether it is overdue, then its colour and tier."""
        if self.item.is_open:
            self._report(claims)
        self._obey(decided, {EXTEND: self._extend, DROP: self._drop, Action.VERIFY.value: self._verify})
        self._judge()
        self._obey(decided, dict.fromkeys((action.value for action in STEPS), self._step))
        self._obey(decided, {Action.RAISE.value: self._unfit})
        return self

    def proposals(self) -> list[Proposal]:
        """What the clerk is asked to confirm of it next."""
        action = self._next()
        return [self._proposal(action)] if action and action.value not in self.declined else []

    def _add(self, *events: Event) -> None:
        self.item = self.item.with_events(events)

    def _report(self, claims: Iterable[Claim]) -> None:
        for claim in claims:
            if claim.signed and self.item.day(Step.SIGNED) is None:
                self._add(self.now.event(Step.SIGNED, claim.signed, place=claim.place))
            if claim.outcome and self.item.is_open:
                self._add(self.now.event(Step.REPORTED, note=claim.note, place=claim.place))
                self._weigh(claim)

    def _weigh(self, claim: Claim) -> None:
        """A claim of 已完成 against the figures."""
        found = self.verdict(self.item) if claim.done else UNKNOWN
        if found.holds:
            self._close(claim.done)
        elif found.holds is False:
            self._add(self.now.event(Step.REFUTED, note=found.fact))
            self.findings.append(self._contradicted(claim, found))

    def _contradicted(self, claim: Claim, found: Verdict) -> Finding:
        file, sheet, cell = claim.place.split("｜")
        where: dict[str, Any] = {"file": file or None, "sheet": sheet or None, "cell": cell or None}
        said = {"subject": told(self.item), "value": claim.note, "fact": found.fact, "field": "完成情况"}
        blanks = where | said | {"sender": self.item.unit, "project": self.item.name or None}
        return self.now.law.finding("claim-contradicted", **blanks)

    def _close(self, done: date | None, place: str = "", reason: str = "") -> None:
        now, verified = self.now, self.now.event(Step.VERIFIED, place=place, note=reason)
        self._add(verified, now.event(Step.DONE, done), now.event(Step.CLOSED))

    def _obey(self, decided: Iterable[Order], ways: Mapping[str, Callable[[Order], None]]) -> None:
        for order in decided:
            if order.action in ways:
                ways[order.action](order)

    def _extend(self, order: Order) -> None:
        if not order.yes:
            return
        if order.deadline is None:
            self._incomplete(order, "deadline", "新的时限")
            return
        day, held = self.now.deadline(order.deadline, self.now.as_of, 0), self.item.deadline
        if day in deadlines(self.item):
            return
        if not self.item.is_open:
            self._unfit(order)
        elif held and day < held:
            blanks = {"other": f"现行时限{day_text(held)}"}
            self._wrong("confirmation-deadline-early", order, "deadline", day_text(order.deadline), **blanks)
        else:
            self._add(self._decided(Step.EXTENDED, order, "deadline", deadline=day))

    def _drop(self, order: Order) -> None:
        end = ended(self.item)
        if not order.yes or (end and end.step is Step.DROPPED):
            return
        if end:
            self._unfit(order)
        elif not order.reason:
            self._incomplete(order, "reason", "撤项的原因")
        else:
            self._add(self._decided(Step.DROPPED, order, "reason"))

    def _verify(self, order: Order) -> None:
        """A person's look at a claim that no figures bear out; where they contradict it, with his reason."""
        end, pending = ended(self.item), self._pending()
        claim, about_day = pending or self._refuted(), pending.as_of if pending else None
        if (end and end.step is Step.CLOSED) or (order.about and stale(order, self.item, about_day)):
            return
        if claim is None or not (pending or order.yes):
            self._unfit(order)
        elif not (pending or order.reason):
            self._incomplete(order, "reason", "数据不符而仍予销号的原因")
        elif order.yes:
            self._close(claimed(claim.note), self.now.place(order.row, "confirmed"), order.reason)
        elif not order.reason:
            self._incomplete(order, "reason", "不予销号的原因")
        else:
            self._add(self._decided(Step.REFUTED, order, "reason"))

    def _step(self, order: Order) -> None:
        """转黄, 转红 or 提级, each only when it is the next."""
        if stale(order, self.item, self.item.deadline if self.item.overdue(self.now.as_of) else None):
            return
        if self._next() is not Action(order.action):
            self._unfit(order)
        elif order.yes:
            self._climb(order)
        else:
            self.declined.add(order.action)

    def _climb(self, order: Order) -> None:
        now, action, held = self.now, Action(order.action), self.item.deadline
        day = now.deadline(order.deadline, now.start, now.rules.days[action.value])
        if held and day <= held:
            other = f"已过的时限{day_text(held)}"
            self._wrong("confirmation-deadline-early", order, "deadline", day_text(order.deadline), other=other)
            return
        tier = self._tier(order) if action is Action.ESCALATE else ""
        self._add(self._decided(STEPS[action], order, "confirmed", deadline=day, tier=tier))

    def _tier(self, order: Order) -> str:
        """The level that the row names where it is one of the ladder, else the next one up."""
        named = order.row["tier"] or ""
        return named if named in self.now.rules.ladder else self.now.rules.tier_above(self.item.tier)

    def _decided(self, step: Step, order: Order, key: str, deadline: date | None = None, tier: str = "") -> Event:
        place = self.now.place(order.row, key, "confirmed")
        return self.now.event(step, order.row["raised"], note=order.reason, deadline=deadline, tier=tier, place=place)

    def _unfit(self, order: Order) -> None:
        end = ended(self.item)
        state = (
            f"已{end.step.value}" if end else f"{self._state()}，现处“{self.item.stage.value}”，为{self.item.colour}色"
        )
        state += f"，已提级至{self.item.tier}" if self.item.tier and not end else ""
        said = {"subject": told(self.item), "state": state}
        self.findings.append(orders.finding("confirmation-unfit", order, "action", self.now, order.action, **said))

    def _state(self) -> str:
        return "已逾期" if self.item.overdue(self.now.as_of) else "没有逾期"

    def _incomplete(self, order: Order, key: str, what: str) -> None:
        self._wrong("confirmation-incomplete", order, key, None, what=what)

    def _wrong(self, code: str, order: Order, key: str, value: str | None, **blanks: str) -> None:
        self.findings.append(orders.finding(code, order, key, self.now, value, **blanks))

    def _judge(self) -> None:
        """逾期, once for each 时限."""
        if self.item.overdue(self.now.as_of) and not self._told_overdue():
            self._add(self.now.event(Step.OVERDUE, note=f"时限{day_text(self.item.deadline)}"))

    def _told_overdue(self) -> bool:
        """Whether 逾期 was recorded since the 时限 in force was set."""
        for event in reversed(self.item.events):
            if event.step is Step.OVERDUE or event.deadline:
                return event.step is Step.OVERDUE
        return False

    def _pending(self) -> Event | None:
        """The claim of 已完成 that waits for a person."""
        last = next((event for event in reversed(self.item.events) if event.step in STAGES), None)
        return last if last and last.step is Step.REPORTED and claimed(last.note) else None

    def _refuted(self) -> Event | None:
        """The claim of 已完成 that was refuted last."""
        last = [event for event in self.item.events if event.step in STAGES][-2:]
        held = len(last) == 2 and last[1].step is Step.REFUTED and claimed(last[0].note)
        return last[0] if held else None

    def _next(self) -> Action | None:
        if not self.item.is_open:
            return None
        if self._pending():
            return Action.VERIFY
        if not self.item.overdue(self.now.as_of):
            return None
        action = NEXT[self.item.colour]
        return None if action is Action.ESCALATE and not self.now.rules.tier_above(self.item.tier) else action

    def _proposal(self, action: Action) -> Proposal:
        item, now, pending = self.item, self.now, self._pending()
        day = pending.as_of if pending and action is Action.VERIFY else item.deadline or now.as_of
        tier = now.rules.tier_above(item.tier) if action is Action.ESCALATE else ""
        said = {"day": day_text(item.deadline), "as_of": day_text(now.as_of), "tier": tier}
        said |= {"days": str((now.as_of - day).days), "unit": item.unit, "note": pending.note if pending else ""}
        days = now.rules.days.get(action.value, 0)
        return Proposal(
            action=action,
            subject=item.subject,
            source=item.source,
            rule=item.rule,
            matter=item.matter,
            unit=item.unit,
            reason=REASONS[action].format_map(said),
            deadline=now.deadline(None, now.start, days) if days else item.deadline or now.as_of,
            disposal=item.disposal,
            number=item.number,
            project=item.project,
            name=item.name,
            town=item.town,
            tier=tier,
            code=about(item, day),
        )
