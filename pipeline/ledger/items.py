"""督办事项 and their events ↔ the ledger, which withdraws what no longer holds and forgets nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.ledger.chain import Told, extend
from pipeline.ledger.schema import events, items, snapshots
from pipeline.model import Event, Item, Period, PipelineError, Step

FIELDS = tuple(name for name in Item.__dataclass_fields__ if name != "events")
EVENT = tuple(Event.__dataclass_fields__)
GONE = "本期已不再立项"


@dataclass(frozen=True)
class _Held:
    """An event that stands in the ledger, under its id and at its place among those of its item and period."""

    id: int
    item: str
    position: int
    event: Event


def stored(connection: Connection) -> tuple[Item, ...]:
    """Every item with every event that stands, in the order of their numbers."""
    trails: dict[str, list[Event]] = defaultdict(list)
    for held in _standing(connection):
        trails[held.item].append(held.event)
    found = connection.execute(sa.select(*(items.c[name] for name in FIELDS)))
    raised = (Item(**row._mapping).with_events(trails[row.number]) for row in found)
    return tuple(sorted(raised, key=lambda item: _order(item.number)))


def follow(connection: Connection, period: Period, followed: Iterable[Item]) -> None:
    """Make the events of a period those that following gave. New items are entered; events that are no longer
    derived are withdrawn; an item of the period that is no longer raised is dropped."""
    given = {item.number: item for item in followed}
    told = [*_enter(connection, period, given.values())]
    standing: dict[str, list[_Held]] = defaultdict(list)
    for held in _standing(connection):
        if held.event.period == period.text and not held.event.act:
            standing[held.item].append(held)
    for number, item in given.items():
        wanted = [event for event in item.events if event.period == period.text and not event.act]
        told += _settle(connection, number, wanted, standing[number])
    for number in connection.scalars(sa.select(items.c.number).where(items.c.period == period.text)):
        if number not in given:
            told += _settle(connection, number, _dropped(period, standing[number]), standing[number])
    extend(connection, told)


def act(connection: Connection, number: str, event: Event) -> None:
    """Record what an act of the office made of an item, once."""
    if connection.scalar(sa.select(items.c.number).where(items.c.number == number)) is None:
        raise PipelineError(f"台账中没有督办事项“{number}”，请核对编号。")
    recorded = replace(event, act=True)
    acts = [held for held in _standing(connection, number) if held.event.act and held.event.period == event.period]
    if recorded not in [held.event for held in acts]:
        extend(connection, [_add(connection, number, len(acts), recorded)])


def retract(connection: Connection, number: str, event: Event) -> None:
    """Withdraw what an act of the office made of an item, as when its document is void."""
    recorded = replace(event, act=True)
    extend(
        connection, [_withdraw(connection, held) for held in _standing(connection, number) if held.event == recorded]
    )


def _order(number: str) -> list[int]:
    """督2026-002 comes before 督2026-010 and 督2026-1000."""
    return [int(part) for part in re.findall(r"\d+", number)]


def _standing(connection: Connection, number: str | None = None) -> list[_Held]:
    """The events that stand, of one item or of all, in their order: by 截止日, acts of the office last."""
    query = sa.select(events).where(events.c.withdrawn.is_(False))
    query = query.where(events.c.item == number) if number else query
    order = (events.c.as_of, events.c.period, events.c.act, events.c.position, events.c.id)
    return [_held(row) for row in connection.execute(query.order_by(*order))]


def _held(row: Any) -> _Held:
    values = {name: getattr(row, name) for name in EVENT}
    return _Held(row.id, row.item, row.position, Event(**{**values, "step": Step(row.step)}))


def _enter(connection: Connection, period: Period, given: Iterable[Item]) -> Iterable[Told]:
    """Enter the items that are new, and correct those that are told otherwise than before; a period that has a later
    one tells nothing of what they are called now."""
    columns = {name: items.c[name] for name in FIELDS}
    known = {row.number: dict(row._mapping) for row in connection.execute(sa.select(*columns.values()))}
    later = connection.scalar(sa.select(snapshots.c.period).where(snapshots.c.as_of > period.as_of.isoformat()))
    for item in given:
        values = {name: getattr(item, name) for name in FIELDS}
        if item.number not in known:
            connection.execute(sa.insert(items).values(**values, period=period.text))
            yield "督办立项", values
        elif values != known[item.number] and later is None:
            connection.execute(sa.update(items).where(items.c.number == item.number).values(**values))
            yield "督办修改", values


def _dropped(period: Period, standing: Sequence[_Held]) -> list[Event]:
    """The events of an item that is no longer raised: what became of it, and that it was dropped."""
    kept = [held.event for held in standing if held.event.step is not Step.DROPPED]
    return [*kept, Event(Step.DROPPED, period.text, period.as_of, period.as_of, GONE)]


def _settle(connection: Connection, number: str, wanted: Sequence[Event], standing: Sequence[_Held]) -> list[Told]:
    """Withdraw what is not wanted, add what is, leave the rest as it is."""
    left, told = list(standing), []
    for position, event in enumerate(wanted):
        held = next((one for one in left if one.event == event), None)
        if held is None:
            told.append(_add(connection, number, position, event))
            continue
        left.remove(held)
        if held.position != position:
            connection.execute(sa.update(events).where(events.c.id == held.id).values(position=position))
    return [*(_withdraw(connection, held) for held in left), *told]


def _add(connection: Connection, number: str, position: int, event: Event) -> Told:
    values = {**asdict(event), "step": event.step.value}
    connection.execute(sa.insert(events).values(item=number, position=position, withdrawn=False, **values))
    return "督办事件", {"item": number, **values}


def _withdraw(connection: Connection, held: _Held) -> Told:
    connection.execute(sa.update(events).where(events.c.id == held.id).values(withdrawn=True))
    told: Mapping[str, Any] = {"item": held.item, **asdict(held.event), "step": held.event.step.value}
    return "督办事件撤回", told
