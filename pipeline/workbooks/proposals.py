"""What the rules propose comes in; 督办拟立项.xlsx goes out, to be put back as 督办确认表 with 确认 filled in."""

from __future__ import annotations

from pipeline.model import Action, Followed, Proposal
from pipeline.rules import Law, Office
from pipeline.workbooks.blanks import blank_book
from pipeline.workbooks.handout import BlankSheet, Entry

FORM = "督办确认表"
STANDING = frozenset(("proposal", "action", "number", "source", "name", "code", "town", "basis"))


def proposals_book(followed: Followed, law: Law, office: Office) -> bytes:
    """Each proposal a row, further steps of known items first, and spare rows for what is added by hand. 确认 has its
    drop-down list; what the program knows stands on grey."""
    entries = tuple(map(_entry, followed.proposals))
    return blank_book([BlankSheet(law.forms[FORM], entries)], law, office)


def _entry(made: Proposal) -> Entry:
    values = {
        "proposal": made.code,
        "action": made.action.value,
        "source": made.source,
        "number": made.number,
        "matter": made.matter,
        "name": made.name,
        "code": made.project if "/" not in made.project else None,
        "town": made.town,
        "unit": made.unit,
        "basis": made.reason,
        "disposal": made.disposal,
        "deadline": None if made.action is Action.VERIFY else made.deadline,
        "tier": made.tier,
    }
    return Entry({key: value or None for key, value in values.items()}, standing=STANDING)
