"""The hostile corpus: more than sixty kinds of file, each made by a short function from bytes."""

from tests.reliability.corpus.kinds import Kind, all_kinds

__all__ = ["Kind", "all_kinds"]
