"""Finished bytes → the office's desk: all files of a run or none, each whole, and a manifest of what stands there."""

from pipeline.publish.desk import Desk
from pipeline.publish.journal import recover
from pipeline.publish.locking import locked, writable
from pipeline.publish.publication import Publication
from pipeline.publish.records import Manifest, decimal_text, figures_json, findings_json

__all__ = [
    "Desk",
    "Manifest",
    "Publication",
    "decimal_text",
    "figures_json",
    "findings_json",
    "locked",
    "recover",
    "writable",
]
