from itertools import combinations, permutations
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from scipy.sparse import csr_array

from coverage_kit.stats.topic_quality import (
    UNSTABLE,
    adjusted_r2,
    exclusivity,
    halves,
    is_house_style,
    match,
    npmi,
    overlap,
    recommended,
    refit_stability,
    split_error,
    strongest,
)
from coverage_kit.text.topic_engines import fit

WEIGHTS = arrays(np.float64, st.tuples(st.integers(1, 5), st.just(14)), elements=st.integers(0, 9).map(float))


def npmi_by_pairs(terms, texts, never):
    """Bouma (2009), a pair at a time; texts are sets of terms."""
    values = []
    for a, b in combinations(terms, 2):
        p_a, p_b = (sum(term in text for text in texts) / len(texts) for term in (a, b))
        p_ab = sum(a in text and b in text for text in texts) / len(texts)
        if 0 in (p_a, p_b) or 1 in (p_a, p_b):
            values.append(0)
        elif p_ab == 0:
            values.append(never)
        else:
            values.append(log(p_ab / (p_a * p_b)) / -log(p_ab))
    return sum(values) / len(values)


def test_npmi_by_hand():
    """Of eight texts, a and b stand in four each, in two together: as chance has it. c always stands with a."""
    texts = np.zeros((8, 3))
    texts[:4, 0] = texts[2:6, 1] = texts[:4, 2] = 1
    assert npmi([[0, 1], [0, 2]], csr_array(texts)).tolist() == [0.0, 1.0]


@given(
    arrays(np.int64, st.tuples(st.integers(1, 12), st.just(5)), elements=st.integers(0, 2)), st.sampled_from([0, -1])
)
def test_npmi_is_that_of_pairs(counts, never):
    top = [[0, 1, 2], [4, 3, 1]]
    sets = [set(np.flatnonzero(row)) for row in counts]
    expected = [npmi_by_pairs(terms, sets, never) for terms in top]
    np.testing.assert_allclose(npmi(top, csr_array(counts), never=never), expected, atol=1e-12)


def test_terms_unseen_in_other_texts_count_as_chance():
    texts = csr_array([[1, 1, 0], [0, 1, 0], [0, 0, 0]])
    pair = log((1 / 3) / (1 / 3 * 2 / 3)) / log(3)
    assert npmi([[0, 1, 2]], texts)[0] == pytest.approx(pair / 3)


def test_one_term_alone_has_no_coherence():
    assert np.isnan(npmi([[0]], csr_array([[1.0]]))).all()


def test_explicit_zeros_are_no_occurrence():
    texts = csr_array((np.array([1, 0, 1]), np.array([0, 1, 1]), np.array([0, 2, 3, 3])), shape=(3, 2))
    assert npmi([[0, 1]], texts, never=-1).tolist() == [-1.0]


def test_strongest_of_equals_is_the_first_and_rounding_decides_nothing():
    assert strongest([[0.3, 0.1 + 0.2, 0.4]], 3).tolist() == [[2, 0, 1]]


def test_exclusivity_by_hand():
    """Of the first topic's terms, it has 3/4 and 1/4: half; the second has all of its own two."""
    weights = [[0.3, 0.1, 0.0, 0.0], [0.1, 0.3, 0.4, 0.5]]
    np.testing.assert_allclose(exclusivity(weights, [[0, 1], [2, 3]]), [0.5, 1.0])


@given(WEIGHTS, WEIGHTS)
def test_match_is_the_best_of_all(weights, others):
    def cosine(a, b):
        return a @ b / (np.linalg.norm(a) * np.linalg.norm(b)) if a.any() and b.any() else 0.0

    found = match(weights, others)
    pairs = [(i, j) for i, j in enumerate(found) if j >= 0]
    assert len({j for _, j in pairs}) == len(pairs) == min(len(weights), len(others))
    total = sum(cosine(weights[i], others[j]) for i, j in pairs)
    small, large = sorted((weights, others), key=len)
    best = max(sum(map(cosine, small, large[list(chosen)])) for chosen in permutations(range(len(large)), len(small)))
    assert total == pytest.approx(best, abs=1e-6)


@given(WEIGHTS)
def test_a_model_overlaps_with_itself_in_any_order(weights):
    weights = weights[weights.any(axis=1)]
    weights = np.unique(weights / np.linalg.norm(weights, axis=1, keepdims=True), axis=0)
    if len(weights) == len(np.unique(weights.round(6), axis=0)):
        assert overlap(weights, weights[::-1]).tolist() == [1.0] * len(weights)


def test_overlap_by_hand():
    """Ten terms each, five in common, of fifteen in all; terms without weight do not count."""
    first, second = np.zeros((1, 20)), np.zeros((1, 20))
    first[0, :10], second[0, 5:15] = 1, 1
    assert overlap(first, second)[0] == pytest.approx(1 / 3)
    assert not overlap(first, second)[0] < UNSTABLE
    assert overlap(np.eye(1, 20), np.eye(1, 20)).tolist() == [1.0]


@given(st.lists(st.integers(0, 8), min_size=1, max_size=30), st.integers(1, 7), st.integers(0, 9))
def test_halves_are_halves_of_whole_units(units, number, seed):
    units = np.array(units)
    found = list(halves(units, number, rng=seed))
    assert len(found) == number
    n_units = len(set(units))
    for turn, kept in enumerate(found):
        of_units = {unit: set(kept[units == unit]) for unit in set(units)}
        assert all(len(values) == 1 for values in of_units.values())
        assert sum(True in values for values in of_units.values()) in (n_units // 2, n_units - n_units // 2)
        if turn % 2:
            assert (kept == ~found[turn - 1]).all()


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), min_size=4, max_size=30).filter(
        lambda rows: len({g for g, _ in rows}) not in (1, len(rows)) and len({v for _, v in rows}) > 1
    )
)
def test_adjusted_r2_follows_from_the_f_statistic(rows):
    groups, values = np.array(rows, float).T
    parts = [values[groups == group] for group in np.unique(groups)]
    between, within = len(parts) - 1, len(values) - len(parts)
    if all(len(set(part)) == 1 for part in parts):
        expected = 1.0
    elif max(map(len, parts)) == 1:
        return
    else:
        ratio = stats.f_oneway(*parts).statistic
        plain = between * ratio / (between * ratio + within)
        expected = 1 - (1 - plain) * (len(values) - 1) / within
    assert adjusted_r2(values[:, None], groups)[0] == pytest.approx(expected, abs=1e-9)


def test_many_small_groups_explain_nothing_by_their_number():
    rng = np.random.default_rng(0)
    shares = rng.beta(0.3, 3, size=(400, 200))
    found = adjusted_r2(shares, np.arange(400) // 2)
    assert abs(found.mean()) < 4 * found.std() / 200**0.5


def test_what_cannot_be_known_is_nan_and_no_house_style():
    shares = np.array([[0.2], [0.4], [np.nan]])
    assert np.isnan(adjusted_r2(shares, [0, 1, 1])).all()
    assert np.isnan(adjusted_r2(np.ones((4, 1)), [0, 0, 1, 1])).all()
    assert is_house_style(shares, [0, 1, 1], [0, 0, 0]).tolist() == [False]
    assert is_house_style(np.full((0, 2), np.nan), [], []).tolist() == [False, False]
    told = np.array([[0.9], [0.1]] * 4)
    assert is_house_style(told, [0, 1] * 4, range(8)).tolist() == [False]  # no story has two texts
    assert is_house_style(told, [0, 1] * 4, [0, 0, 1, 1, 2, 2, 3, 3]).tolist() == [True]


def test_a_planted_house_style_is_told_from_stories():
    """Sixty articles of six outlets on twelve stories: eleven topics follow the stories, one an outlet."""
    rng = np.random.default_rng(1)
    flagged = []
    for _ in range(20):
        outlets, stories = rng.integers(6, size=60), rng.integers(12, size=60)
        mixed = rng.dirichlet(np.full(11, 0.3), size=12)[stories]
        shares = np.stack([rng.dirichlet(row * 8 + 0.2) for row in mixed])
        house = np.where(outlets == 0, rng.beta(2, 6, size=60), rng.beta(0.3, 6, size=60))
        flagged.append(is_house_style(np.column_stack([shares * (1 - house[:, None]), house]), outlets, stories))
    flagged = np.array(flagged)
    assert flagged[:, -1].mean() >= 0.8
    assert flagged[:, :-1].mean() <= 0.02


def planted(n_topics, n_texts, rng):
    """Texts of words, a third of them of the text's topic, as strong as Zipf has it; the others belong to none."""
    n_own, n_common = 40, 800
    zipf = 1 / np.arange(1, n_common + 1)
    counts = []
    for text in range(n_texts):
        chance = np.r_[np.zeros(n_topics * n_own), 0.7 * zipf / zipf.sum()]
        first = text % n_topics * n_own
        chance[first : first + n_own] = 0.3 * zipf[:n_own] / zipf[:n_own].sum()
        drawn = rng.gamma(chance * 80 + 1e-12)
        counts.append(rng.multinomial(250, drawn / drawn.sum()))
    counts = np.array(counts)
    held = (counts > 0).sum(axis=0)
    kept = np.flatnonzero((held >= 3) & (held <= n_texts / 2))
    return csr_array(counts[:, kept]), np.where(kept < n_topics * n_own, kept // n_own, -1)


def test_planted_topics_are_stable_and_surplus_ones_are_not():
    counts, owner = planted(5, 150, np.random.default_rng(0))
    weights = fit(counts, 8, rng=0).weights
    found = refit_stability(
        weights, [fit(csr_array(counts[kept]), 8, rng=0).weights for kept in halves(range(150), 10, rng=0)]
    )
    own = np.array([max((owner[top] == topic).sum() for topic in range(5)) for top in strongest(weights)])
    assert (found[np.argsort(-own)[:5]] >= UNSTABLE).all()
    assert (found[np.argsort(-own)[5:]] < UNSTABLE).all()


def test_recommended_by_hand():
    """The best is 10; 5 is lower each time; 15 is lower by one standard error at most, but 20 differs for certain."""
    coherence = np.array([[0.1, 0.1, 0.1], [0.3, 0.4, 0.5], [0.4, 0.3, 0.4], [0.2, 0.3, 0.4]])
    # 10 less 15: -.1, .1, .1; mean .033; standard error: the root of .01333 times (1/3 + 1), .133
    assert recommended(coherence, [0, 0, 0, 0]).tolist() == [False, True, True, False]
    assert recommended(coherence, [0, 0.3, 0, 0]).tolist() == [False, False, True, False]
    assert recommended(coherence, [0, 0.3, 0.3, 0]).tolist() == [False, False, False, False]


def test_recommended_are_one_stretch():
    coherence = np.array([[0.4, 0.4], [0.1, 0.1], [0.5, 0.3]])
    assert recommended(coherence, [0, 0, 0]).tolist() == [True, False, False]


def test_one_split_has_no_error():
    assert np.isnan(split_error([[0.3]])).all()
    assert recommended([[0.3], [0.2]], [0, 0]).tolist() == [True, False]


def test_terms_without_weight_are_nobodys():
    """The second topic has one term, half of it its own; what else stands among its strongest does not count."""
    np.testing.assert_allclose(exclusivity([[0.5, 0.5], [0.5, 0.0]], [[0, 1], [0, 1]]), [0.75, 0.5])


def test_five_terms_of_ten_are_stable_however_often_refitted():
    whole, half = np.zeros((1, 15)), np.zeros((1, 15))
    whole[0, :10] = half[0, 5:] = 0.1
    assert all(refit_stability(whole, [half] * number)[0] >= UNSTABLE for number in range(1, 41))
    half[0, 5] = 0  # four of ten, and nine others
    assert refit_stability(whole, [half])[0] < UNSTABLE
