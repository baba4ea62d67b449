"""The law as TOML and the office's facts, read once and handed to every stage that needs them."""

from pipeline.rules.forms import Blank, Field, Form
from pipeline.rules.law import Law, Light, Wording, load_law
from pipeline.rules.office import Office, Unit, load_office

__all__ = ["Blank", "Field", "Form", "Law", "Light", "Office", "Unit", "Wording", "load_law", "load_office"]
