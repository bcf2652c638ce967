"""A mailing under kill -9, database crashes and a misbehaving server: P1 to P4.

The full measure (20,000 people, 50 kills, 5 crashes) runs in `make bench ONLY=messaging`.
"""

import pytest

from tests.faults.house import running_house
from tests.faults.sending import torture, verdict

pytestmark = pytest.mark.faults

SEEDS = range(20)
RECIPIENTS, KILLS, RESTARTS = 240, 4, 1


@pytest.fixture(scope="module")
def house():
    with running_house() as running:
        running.ask("people", RECIPIENTS)
        yield running


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_mailed_twice_and_nobody_is_forgotten(house, tmp_path, seed):
    after = torture(
        house,
        tmp_path / "sink.log",
        seed=seed,
        recipients=RECIPIENTS,
        kills=KILLS,
        restarts=RESTARTS,
        workers=1 + seed % 2,
    )

    assert verdict(after) == [], after
