"""The nouns that flow through the corridor; every stage takes some of them and returns new ones."""

from pipeline.model.cards import Card
from pipeline.model.cells import (
    Block,
    Collected,
    Fault,
    FaultKind,
    Heading,
    InputFile,
    Line,
    Percent,
    Role,
    Value,
    column_letter,
)
from pipeline.model.changes import Change, ChangeKind, Comparison, Move, Relocation, Share, Side
from pipeline.model.figures import Figure, Measured
from pipeline.model.interventions import Intervention, Remedy
from pipeline.model.judgement import Finding, Level, PipelineError
from pipeline.model.period import Day, Period, period_folders
from pipeline.model.provenance import Kind, Origin, Printed
from pipeline.model.registry import Made, Registered, Standing
from pipeline.model.returns import Reminder, Return, State
from pipeline.model.runs import TEMPLATES, Judged, Outcome, Request
from pipeline.model.sheets import Grid, Span
from pipeline.model.supervision import Action, Colour, Event, Followed, Item, Proposal, Stage, Step
from pipeline.model.tables import PLACE, Counted, Reported, Row, Table, Tables, Total, table
from pipeline.model.terms import Count, Literal, Minus, Place, Ratio, Ref, Sum, Term

__all__ = [
    "PLACE",
    "TEMPLATES",
    "Action",
    "Block",
    "Card",
    "Change",
    "ChangeKind",
    "Collected",
    "Colour",
    "Comparison",
    "Count",
    "Counted",
    "Day",
    "Event",
    "Fault",
    "FaultKind",
    "Figure",
    "Finding",
    "Followed",
    "Grid",
    "Heading",
    "InputFile",
    "Intervention",
    "Item",
    "Judged",
    "Kind",
    "Level",
    "Line",
    "Literal",
    "Made",
    "Measured",
    "Minus",
    "Move",
    "Origin",
    "Outcome",
    "Percent",
    "Period",
    "PipelineError",
    "Place",
    "Printed",
    "Proposal",
    "Ratio",
    "Ref",
    "Registered",
    "Relocation",
    "Remedy",
    "Reminder",
    "Reported",
    "Request",
    "Return",
    "Role",
    "Row",
    "Share",
    "Side",
    "Span",
    "Stage",
    "Standing",
    "State",
    "Step",
    "Sum",
    "Table",
    "Tables",
    "Term",
    "Total",
    "Value",
    "column_letter",
    "period_folders",
    "table",
]
