import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from coverage_kit.stats.paired import paired_differences


def by_hand(cells, group):
    """The group's value less the mean of the others', story by story."""
    return [
        own["value"].iloc[0] - others["value"].mean()
        for _, story in cells.groupby("story")
        if len(own := story[story["group"] == group]) and len(others := story[story["group"] != group])
    ]


@settings(max_examples=50)
@given(st.integers(0, 10**6))
def test_differences_are_the_mean_of_those_by_story(seed):
    rng = np.random.default_rng(seed)
    pairs = [(story, group) for story in range(rng.integers(2, 9)) for group in range(3) if rng.random() < 0.7]
    cells = pd.DataFrame(pairs, columns=["story", "group"]).assign(value=rng.random(len(pairs)))
    found = paired_differences(cells[["value"]], cells["group"], cells["story"], n_groups=3, level=0.9)
    for group in range(3):
        differences = by_hand(cells, group)
        estimate, low, high = (part[group, 0] for part in found)
        if not differences:
            assert np.isnan([estimate, low, high]).all()
            continue
        assert estimate == pytest.approx(np.mean(differences))
        if len(differences) == 1:
            assert np.isnan([low, high]).all()
        else:
            expected = ttest_1samp(differences, 0).confidence_interval(0.9)
            assert (low, high) == pytest.approx(tuple(expected))


def test_nothing_that_differs_has_no_interval():
    found = paired_differences(np.zeros((4, 1)), [0, 1, 0, 1], [0, 0, 1, 1], n_groups=2)
    assert found.estimate.ravel().tolist() == [0, 0]
    assert np.isnan(found.low).all()


def test_two_groups_differ_by_opposite_amounts():
    found = paired_differences([[0.9], [0.2], [0.4], [0.3]], [0, 1, 0, 1], [0, 0, 1, 1], n_groups=2)
    assert found.estimate.ravel() == pytest.approx([0.4, -0.4])
    assert found.low[0] == pytest.approx(-found.high[1])


def test_what_differs_by_rounding_alone_has_no_interval():
    values = np.array([0.1, 0.1 + 1e-16, 0.3, 0.3 - 1e-16, 0.7, 0.7])[:, None]
    found = paired_differences(values, [0, 1] * 3, [0, 0, 1, 1, 2, 2], n_groups=2)
    assert np.isnan(found.low).all()
