"""The nouns that flow through the corridor; every stage takes some of them and returns new ones."""

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
from pipeline.model.returns import Reminder, Return, State
from pipeline.model.runs import TEMPLATES, Judged, Outcome, Request
from pipeline.model.sheets import Grid, Span
from pipeline.model.tables import PLACE, Counted, Reported, Row, Table, Tables, Total, table
from pipeline.model.terms import Count, Literal, Minus, Place, Ratio, Ref, Sum, Term

__all__ = [
    "PLACE",
    "TEMPLATES",
    "Block",
    "Change",
    "ChangeKind",
    "Collected",
    "Comparison",
    "Count",
    "Counted",
    "Day",
    "Fault",
    "FaultKind",
    "Figure",
    "Finding",
    "Grid",
    "Heading",
    "InputFile",
    "Intervention",
    "Judged",
    "Level",
    "Line",
    "Literal",
    "Measured",
    "Minus",
    "Move",
    "Outcome",
    "Percent",
    "Period",
    "PipelineError",
    "Place",
    "Ratio",
    "Ref",
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
    "State",
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
