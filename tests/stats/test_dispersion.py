import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.stats.dispersion import dp_norm


def test_by_hand():
    """Shares of words .5 .3 .2, of occurrences .2 .3 .5: DP = (.3 + 0 + .3) / 2 = .3; over 1 - .2."""
    assert dp_norm([2, 3, 5], [500, 300, 200]) == pytest.approx(0.3 / 0.8)


@pytest.mark.parametrize(("counts", "sizes"), [([3], [100]), ([0, 0], [100, 100]), ([], [])])
def test_what_cannot_be_known(counts, sizes):
    assert np.isnan(dp_norm(counts, sizes))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 500)), min_size=2, max_size=20))
def test_between_nought_and_one(pairs):
    value = dp_norm(*zip(*pairs, strict=True))
    assert np.isnan(value) or -1e-12 <= value <= 1 + 1e-12
