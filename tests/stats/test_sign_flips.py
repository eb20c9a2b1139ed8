from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_kit.stats.sign_flips import sign_flip_test


def by_brute_force(values, groups, clusters):
    """All signs of all clusters, each as likely."""
    groups, clusters = np.asarray(groups), np.asarray(clusters)
    scores = np.asarray(values) - np.mean(values)
    shares = {group: np.mean(groups == group) for group in set(groups)}

    def statistic(signs):
        flipped = scores * np.array([signs[cluster] for cluster in clusters])
        return sum(
            (flipped[groups == group].sum() - share * flipped.sum()) ** 2 / share for group, share in shares.items()
        )

    observed = statistic(dict.fromkeys(clusters, 1))
    names = sorted(set(clusters))
    null = np.array([statistic(dict(zip(names, signs, strict=True))) for signs in product((1, -1), repeat=len(names))])
    ties = np.isclose(null, observed, rtol=1e-6)
    return ((null > observed) & ~ties).mean() + ties.mean() / 2


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_resampled_p_values_are_those_of_all_signs(seed):
    rng = np.random.default_rng(seed)
    groups = np.concatenate([np.arange(3), rng.integers(0, 3, 12)])
    clusters, values = rng.integers(0, 7, 15), rng.random(15)
    found = sign_flip_test(values[:, None], groups, clusters=clusters, n_resamples=20_000, rng=rng)
    assert found[0] == pytest.approx(by_brute_force(values, groups, clusters), abs=0.02)


def test_stories_that_one_group_alone_has_count():
    """One group has eight stories more, all high: a test inside shared stories would see nothing."""
    values = [[0.2]] * 16 + [[0.8]] * 8
    groups, clusters = [0, 1] * 8 + [0] * 8, [*np.repeat(range(8), 2), *range(8, 16)]
    p_value = sign_flip_test(values, groups, clusters=clusters, n_resamples=999, rng=np.random.default_rng(0))
    assert p_value[0] < 0.01


def test_one_story_told_by_many_is_one_observation():
    values, groups = [[0.9]] * 10 + [[0.1]] * 10, [0] * 10 + [1] * 10
    p_value = sign_flip_test(values, groups, clusters=groups, n_resamples=999, rng=np.random.default_rng(0))
    assert p_value[0] == pytest.approx(0.25, abs=0.03)  # of two observations, half of all signs are as far apart


@pytest.mark.parametrize(("groups", "clusters"), [([0, 0, 0, 0], [0, 1, 2, 3]), ([0, 1, 0, 1], [0, 0, 0, 0])])
def test_nothing_to_compare(groups, clusters):
    found = sign_flip_test(
        [[1.0], [0], [1], [0]], groups, clusters=clusters, n_resamples=9, rng=np.random.default_rng(0)
    )
    assert np.isnan(found).all()


def test_what_does_not_vary_is_not_tested():
    found = sign_flip_test([[0.3]] * 4, [0, 0, 1, 1], clusters=range(4), n_resamples=9, rng=np.random.default_rng(0))
    assert np.isnan(found).all()
