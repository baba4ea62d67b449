"""Damage at random: nothing unexpected is raised, and no byte damage to a container goes undetected."""

from __future__ import annotations

import os

import pytest

from tests.reliability.corpus.building import good, sheet_rows
from tests.reliability.mutations import Mutant, Tally, count, judged, mutants, originals, tried

COUNT = int(os.environ.get("MUTATIONS", "300"))


@pytest.fixture(scope="module")
def tally() -> Tally:
    return tried(COUNT)


def test_no_mutation_raises_anything(tally: Tally) -> None:
    assert tally.unexpected == []


def test_no_byte_damage_to_a_container_goes_undetected(tally: Tally) -> None:
    assert tally.undetected == []


def test_what_is_read_is_accepted_or_refused_in_every_mutation(tally: Tally) -> None:
    assert tally.unbalanced == []


def test_the_mutations_try_every_way_and_every_outcome(tally: Tally) -> None:
    assert tally.run == COUNT
    assert len(tally.ways) == 8
    assert min(tally.refused, tally.same, tally.changed) > 0


def test_the_same_seed_makes_the_same_mutations() -> None:
    assert list(mutants(20)) == list(mutants(20))
    assert any(mutant.data != originals()[mutant.name] for mutant in mutants(20))


def test_a_changed_cell_in_a_container_would_be_called_undetected() -> None:
    name, tally = "城关甲.xlsx", Tally()
    (sound,) = judged({name: originals()[name]}).values()
    (other,) = judged({name: good_but_for_one_cell()}).values()
    count(Mutant(name, "flip", b"", whole=False), "1", other, sound.seen, tally)
    count(Mutant(name, "flip", b"", whole=False), "2", sound, sound.seen, tally)
    assert (tally.undetected, tally.same, tally.changed) == (["1"], 1, 1)


def good_but_for_one_cell() -> bytes:
    return good(sheet_rows().replace("<v>80</v>", "<v>81</v>"))
