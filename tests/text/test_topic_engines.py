import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from sklearn.decomposition import NMF, PCA, DictionaryLearning, LatentDirichletAllocation, MiniBatchNMF, TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer

from coverage_kit.text.topic_engines import ENGINES, canonical_order, fit, idf_of, shares_of, singular_vectors, tf_idf

N_TERMS = 40


def planted(n_texts=60, n_topics=3, *, seed=0, common=4):
    """Counts of texts that speak of one topic each, its terms side by side; and some terms that all use."""
    rng = np.random.default_rng(seed)
    # The first topic is the largest, the last the smallest.
    truth = np.sort(rng.choice(n_topics, n_texts, p=np.arange(n_topics, 0, -1) / np.arange(n_topics + 1).sum()))
    own = (N_TERMS - common) // n_topics
    chances = np.full((n_topics, N_TERMS), 0.02)
    for topic in range(n_topics):
        chances[topic, topic * own : (topic + 1) * own] = 1 + np.arange(own) / own
    chances[:, N_TERMS - common :] = 0.7
    return csr_array(rng.poisson(chances[truth])), truth, own


def lda():
    return LatentDirichletAllocation(learning_method="online")


ALL = [*ENGINES, lda(), MiniBatchNMF(), NMF(init="random", max_iter=500)]
NAMES = [engine if isinstance(engine, str) else type(engine).__name__ for engine in ALL]
every_engine = pytest.mark.parametrize("engine", ALL, ids=NAMES)


@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=1, max_size=6))
def test_tf_idf_is_scikit_learns(rows):
    counts = csr_array(rows)
    expected = TfidfTransformer(sublinear_tf=True).fit(counts)
    np.testing.assert_allclose(idf_of(counts), expected.idf_)
    np.testing.assert_allclose(tf_idf(counts, idf_of(counts)).toarray(), expected.transform(counts).toarray())


def test_many_singular_vectors_are_numpys():
    counts = csr_array(np.random.default_rng(0).poisson(0.3, (700, 650)).astype(float))
    left, values, right = singular_vectors(counts, 5)
    np.testing.assert_allclose(values, np.linalg.svd(counts.toarray())[1][:5])
    np.testing.assert_allclose(left * values, counts @ right.T, atol=1e-9)


@every_engine
def test_planted_topics_are_found_the_largest_first(engine):
    counts, truth, own = planted()
    fitted = fit(counts, 3, engine=engine)
    assert (fitted.shares.argmax(axis=1) == truth).mean() > 0.95
    for topic, weights in enumerate(fitted.weights):
        strongest = np.argsort(-weights)[: own // 2]
        assert set(strongest) <= set(range(topic * own, (topic + 1) * own))
    assert fitted.engine == NAMES[ALL.index(engine)]
    assert fitted.seeded.tolist() == [-1, -1, -1]


@every_engine
def test_rows_sum_to_one(engine):
    fitted = fit(planted()[0], 4, engine=engine)
    np.testing.assert_allclose(fitted.shares.sum(axis=1), 1)
    np.testing.assert_allclose(fitted.weights.sum(axis=1), 1)
    assert fitted.shares.min() >= 0
    assert fitted.weights.min() >= 0


@every_engine
def test_order_of_texts_does_not_matter(engine):
    counts, _, _ = planted()
    shuffled = np.random.default_rng(1).permutation(counts.shape[0])
    here, there = fit(counts, 5, engine=engine), fit(csr_array(counts[shuffled]), 5, engine=engine)
    np.testing.assert_allclose(here.weights, there.weights, atol=1e-12)
    np.testing.assert_allclose(here.shares[shuffled], there.shares, atol=1e-12)


def test_canonical_order_tells_texts_apart_by_terms_and_counts():
    counts = csr_array([[0, 2], [1, 0], [0, 1], [0, 0]])
    assert counts[canonical_order(counts)].toarray().tolist() == [[0, 0], [1, 0], [0, 1], [0, 2]]


@every_engine
def test_same_again(engine):
    counts, _, _ = planted()
    assert (fit(counts, 5, engine=engine).shares == fit(counts, 5, engine=engine).shares).all()


@every_engine
def test_texts_read_again_have_the_same_shares(engine):
    counts, _, _ = planted()
    fitted = fit(counts, 3, engine=engine)
    np.testing.assert_allclose(shares_of(fitted, counts), fitted.shares, atol=0.02)


@every_engine
def test_other_texts_are_read(engine):
    counts, _, own = planted()
    fitted = fit(counts, 3, engine=engine)
    others = np.zeros((3, N_TERMS), int)
    others[0, :own] = 2
    others[1, own : 2 * own] = 1
    shares = shares_of(fitted, csr_array(others))
    assert shares[:2].argmax(axis=1).tolist() == [0, 1]
    assert np.isnan(shares[2]).all()


@every_engine
def test_texts_without_terms_have_no_topic(engine):
    counts, _, _ = planted()
    with_gap = csr_array(np.vstack([np.zeros(N_TERMS, int), counts.toarray()]))
    fitted = fit(with_gap, 3, engine=engine)
    assert np.isnan(fitted.shares[0]).all()
    np.testing.assert_allclose(fitted.shares[1:], fit(counts, 3, engine=engine).shares)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_named_engines_lie_in_arrays(engine, tmp_path):
    counts, _, _ = planted()
    fitted = fit(counts, 3, engine=engine)
    np.savez(tmp_path / "parts.npz", **fitted.parts)
    with np.load(tmp_path / "parts.npz", allow_pickle=False) as loaded:
        again = fitted._replace(parts=dict(loaded), shares=np.empty((0, 3)))
    assert (shares_of(again, counts) == shares_of(fitted, counts)).all()


def test_groups_are_whole_and_weighted_by_class():
    """Worked out by hand: uses of the terms by group 2, 2, 0, 2 and 0, 0, 3, 1; 5 words a group in the mean."""
    counts = csr_array([[1, 1, 0, 1], [1, 1, 0, 1], [0, 0, 3, 1]])
    fitted = fit(counts, 2, engine="lsa-kmeans")
    assert fitted.shares.tolist() == [[1, 0], [1, 0], [0, 1]]
    rarity = np.log(1 + 5 / np.array([2, 2, 3, 3]))
    first, second = np.array([2, 2, 0, 2]) * rarity, np.array([0, 0, 3, 1]) * rarity
    np.testing.assert_allclose(fitted.weights, [first / first.sum(), second / second.sum()])


@every_engine
@pytest.mark.parametrize(
    "rows",
    [
        [[1, 2, 0]] * 8,  # all alike
        [[1, 2, 0]] * 8 + [[0, 1, 1]],  # one text repeated
        [[1], [2], [3]],  # one term
        [[1, 0], [0, 1], [1, 1], [2, 1]],  # fewer terms than topics
        [[0, 0], [0, 0], [1, 2]],  # one text
    ],
)
def test_few_or_uniform_texts_have_fewer_topics(engine, rows):
    rows = np.array(rows)
    fitted = fit(csr_array(rows), 5, engine=engine)
    assert 1 <= len(fitted.weights) <= len(np.unique(rows[rows.any(axis=1)], axis=0))
    known = ~np.isnan(fitted.shares).any(axis=1)
    assert (known == rows.any(axis=1)).all()
    np.testing.assert_allclose(fitted.shares[known].sum(axis=1), 1)


@settings(max_examples=50)
@given(
    st.lists(st.lists(st.integers(0, 2), min_size=5, max_size=5), min_size=1, max_size=8).filter(np.any),
    st.integers(1, 6),
    st.sampled_from(ENGINES),
)
def test_any_counts_make_topics(rows, n_topics, engine):
    counts = csr_array(rows)
    fitted = fit(counts, n_topics, engine=engine)
    assert fitted.shares.shape == (len(rows), len(fitted.weights))
    assert 1 <= len(fitted.weights) <= n_topics
    assert np.isfinite(fitted.weights).all()
    read = shares_of(fitted, counts)
    assert (np.isnan(read).any(axis=1) | np.isclose(read.sum(axis=1), 1)).all()


def test_seeded_topics_hold_their_anchors():
    counts, _, own = planted(n_topics=4)
    anchors = [[3 * own], [own, own + 1]]  # of the smallest topic, and of the second
    fitted = fit(counts, 4, seeds=anchors)
    for number, columns in enumerate(anchors):
        (topic,) = np.flatnonzero(fitted.seeded == number)
        strongest = np.argsort(-fitted.weights[topic])
        assert set(columns) <= set(strongest[: len(columns) + 2])
        assert set(strongest[:own]) == set(range(columns[0], columns[0] + own))
    assert sorted(fitted.seeded.tolist()) == [-1, -1, 0, 1]


def test_seeds_leave_other_topics_free():
    counts, truth, _ = planted(n_topics=3)
    fitted = fit(counts, 3, seeds=[[0]])
    assert (fitted.shares.argmax(axis=1) == truth).mean() > 0.95


def test_anchors_are_brought_together():
    """Terms of two topics as anchors of one: they are among its strongest."""
    counts, _, own = planted(n_topics=3)
    fitted = fit(counts, 4, seeds=[[0, own]])
    (topic,) = np.flatnonzero(fitted.seeded == 0)
    assert {0, own} <= set(np.argsort(-fitted.weights[topic])[:5])


@pytest.mark.parametrize("engine", [TruncatedSVD(), PCA(svd_solver="arpack")], ids=["TruncatedSVD", "PCA"])
def test_loadings_below_zero_are_no_shares(engine):
    name = type(engine).__name__
    with pytest.raises(ValueError) as error:
        fit(planted()[0], 3, engine=engine)
    assert str(error.value) == (
        f"engine: {name} has loadings below zero, which are no shares. "
        "Choose one without, such as NMF() or LatentDirichletAllocation()"
    )


COUNTS = csr_array([[1, 0], [0, 1], [1, 1]])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"engine": "lda"},
            "engine: 'lda' is not known. Choose 'nmf', 'lsa-kmeans' or a decomposition of scikit-learn, such as "
            "LatentDirichletAllocation()",
        ),
        (
            {"engine": 3},
            "engine: int is no decomposition of scikit-learn. Choose 'nmf', 'lsa-kmeans' or an object with "
            "fit_transform and n_components, such as LatentDirichletAllocation()",
        ),
        ({"n_topics": 0}, "n_topics: 0 is no number of topics. Choose 1 or more"),
        ({"counts": csr_array((3, 2), dtype=int)}, "counts: no text has any of the terms. Give texts with terms"),
        ({"engine": "lsa-kmeans", "seeds": [[0]]}, "seeds: 'lsa-kmeans' takes none. Choose engine='nmf', or leave"),
        ({"engine": lda(), "seeds": [[0]]}, "seeds: LatentDirichletAllocation takes none. Choose engine='nmf', or"),
        ({"seeds": [[0], [1], [0]]}, "seeds: 3 lists of anchors do not fit 2 topics. Choose more topics"),
        ({"seeds": [[0], []]}, "seeds: a list of anchors is empty. Give each seeded topic at least one term"),
        ({"seeds": [[2]]}, "seeds: there is no term 2. Give columns of the counts, 0 to 1"),
    ],
)
def test_what_cannot_be_fitted(given, message):
    arguments = {"counts": COUNTS, "n_topics": 2} | given
    with pytest.raises(ValueError) as error:
        fit(arguments.pop("counts"), arguments.pop("n_topics"), **arguments)
    assert str(error.value).startswith(message)


def test_an_estimator_that_fails_says_so():
    with pytest.raises(ValueError) as error:
        fit(planted()[0], 3, engine=DictionaryLearning(positive_code=True, fit_algorithm="no such"))
    assert str(error.value).startswith("engine: DictionaryLearning could not be fitted: ")


def test_the_estimator_given_is_left_alone():
    engine = LatentDirichletAllocation(n_components=7)
    fit(planted()[0], 3, engine=engine)
    assert engine.n_components == 7
    assert engine.random_state is None
    assert not hasattr(engine, "components_")
