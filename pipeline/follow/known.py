"""Items with all their events come in; the items as they stood when a period began, or ended, go out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.model import Event, Item, Period, Step

_DIGITS = re.compile(r"\d+")
MOVED = "{old}并入{new}，事项由{new}承办"
_MOVED = re.compile(r"(.+)并入(.+)，事项由\2承办")


def standing(known: Iterable[Item], period: Period) -> tuple[Item, ...]:
    """The items without what this period will bring anew and without all that came after it. An item that was raised
    in this very period, and of which nothing was issued yet, is raised anew as well."""
    kept = (item for item in known if not _raised_now(item, period))
    cut = (_cut(item, period) for item in kept)
    return tuple(item for item in cut if item.events)


def _cut(item: Item, period: Period) -> Item:
    """The item with what stands, of the unit that it was with then."""
    events = tuple(event for event in item.events if _stands(event, period))
    gone = (match[1] for event in item.events if event not in events and (match := _moved(event)))
    came = [match[2] for event in events if (match := _moved(event))]
    return replace(item, events=events, unit=came[-1] if came else next(gone, item.unit))


def _moved(event: Event) -> re.Match[str] | None:
    """From which unit to which, where the event is a merger."""
    return _MOVED.fullmatch(event.note) if event.step is Step.MOVED else None


def _raised_now(item: Item, period: Period) -> bool:
    here = [event for event in item.events if event.period == period.text]
    return bool(here) and here[0].step is Step.RAISED and not any(event.act for event in here)


def _stands(event: Event, period: Period) -> bool:
    if event.period == period.text:
        return event.act or event.step is Step.RAISED
    return _order(event) < (period.as_of, period.weekly)


def _order(event: Event) -> tuple[date, bool]:
    """A month and the week that ends with it: the month comes first."""
    return event.as_of, "W" in event.period


def numbers(known: Iterable[Item], period: Period) -> Mapping[str, str]:
    """The numbers that items raised in this period were given when it was run before, by their keys."""
    return {item.key: item.number for item in known if item.key.startswith(f"{period.text}|")}


def before(known: Iterable[Item], now: Iterable[Item], period: Period) -> tuple[Item, ...]:
    """The items as they stood at the end of the period before, each of the unit that it is with ``now``."""
    end, units = period.previous.as_of, {item.key: item.unit for item in now}
    past = ((item, tuple(event for event in item.events if event.as_of <= end)) for item in known)
    return tuple(replace(item, events=was, unit=units.get(item.key, item.unit)) for item, was in past if was)


def in_order(items: Iterable[Item]) -> list[Item]:
    """By their numbers, those without one last; a period that is run again has them in the same order."""
    return sorted(items, key=lambda item: (not item.number, [int(part) for part in _DIGITS.findall(item.number)]))


def acts_last(item: Item, period: Period) -> Item:
    """What the office did after the period's run (印发) stands after what the run itself found."""
    acts = [event for event in item.events if event.act and event.period == period.text]
    return replace(item, events=tuple(event for event in item.events if event not in acts) + tuple(acts))


def raised(item: Item) -> Event:
    """The event that began the item."""
    return next(event for event in item.events if event.step is Step.RAISED)


def ended(item: Item) -> Event | None:
    """The event that ended it, None while it is open."""
    last = (event for event in reversed(item.events) if event.step in (Step.CLOSED, Step.DROPPED))
    return None if item.is_open else next(last, None)


def deadlines(item: Item) -> Sequence[date]:
    """Every 时限 that the item ever had."""
    return [event.deadline for event in item.events if event.deadline]
