"""Damage at random: nothing unexpected is raised, and no byte damage to a container goes undetected."""

from __future__ import annotations

import os

import pytest

from tests.reliability.mutations import Tally, mutants, originals, tried

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
