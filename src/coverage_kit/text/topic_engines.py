"""Topics of texts: which words go together, and how much of each topic a text has."""

import warnings
from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

ROUNDS = 1_000
PASSES = 3  # over the columns of a factor, in each round
SETTLED = 1e-5  # a round that explains so little more of the texts is the last
EXACT = 1e-10  # the same for the loadings of a single set of topics
RICHNESS = 3  # singular vectors a topic: what is left of the texts where factors are sought
DIMENSIONS = 100  # of the space in which k-means looks for groups of texts
SWEEPS = 100  # over the pairs of columns that are rotated
STILL = 1e-7  # of an angle
SMALL = 300  # fewer texts or terms than that: all singular vectors are found at once
RANK = 1e-7  # singular values below this share of the largest are rounding
TINY = 1e-12
DECIMALS = 9  # what differs less than that between processors counts as equal
ENGINES = ("nmf", "lsa-kmeans")


class Fitted(NamedTuple):
    """Topics in canonical order, the largest first."""

    engine: str
    weights: NDArray[np.float64]  # (n_topics, n_terms): what terms a topic is made of; rows sum to 1
    shares: NDArray[np.float64]  # (n_texts, n_topics): rows sum to 1, NaN where no topic applies
    parts: dict[str, NDArray[np.float64]]  # what `shares_of` needs to read other texts
    settled: bool  # False: more rounds would have changed the topics
    seeded: NDArray[np.int64]  # (n_topics,): which list of anchor terms a topic grew from, -1: none
    estimator: Any = None  # of an engine from scikit-learn


class _Factors(NamedTuple):
    """Topics as an engine finds them."""

    loadings: NDArray[np.float64]  # (n_texts, n_topics)
    components: NDArray[np.float64]  # (n_topics, n_terms)
    scale: NDArray[np.float64]  # (n_topics,): loadings times this are weights of topics in a text
    parts: dict[str, NDArray[np.float64]]  # arrays by topic have it as their first dimension
    settled: bool = True
    estimator: Any = None


def fit(
    counts: csr_array, n_topics: int, *, engine: Any = "nmf", seeds: Sequence[Sequence[int]] = (), rng: int = 0
) -> Fitted:
    """Find topics in the counts of terms, shape (n_texts, n_terms).

    "nmf": factors of tf-idf, neither below zero (Lee and Seung 1999), of which only the strongest singular vectors are
    kept (Zhou et al. 2012); started from these, rotated until each text has few (Rohe and Zeng 2023). "lsa-kmeans":
    groups of texts, a text in one; terms weighted by class-based tf-idf (Grootendorst 2022). Or a decomposition of
    scikit-learn. `seeds`: for "nmf", columns of anchor terms, one list a seeded topic.

    The same counts give the same topics, whatever the order of the texts; few or uniform texts have fewer topics than
    asked for.

    References
    ----------
    Lee, D. D. and Seung, H. S. (1999). Learning the parts of objects by non-negative matrix factorization. Nature 401.
    Cichocki, A. and Phan, A.-H. (2009). Fast local algorithms for large scale nonnegative matrix and tensor
    factorizations. IEICE Transactions E92-A(3). The way from round to round.
    Zhou, G., Cichocki, A. and Xie, S. (2012). Fast nonnegative matrix/tensor factorization based on low-rank
    approximation. IEEE Transactions on Signal Processing 60(6).
    Rohe, K. and Zeng, M. (2023). Vintage factor analysis with varimax performs statistical inference. JRSS B 85(4).
    Grootendorst, M. (2022). BERTopic: neural topic modeling with a class-based TF-IDF procedure. arXiv:2203.05794.

    Examples
    --------
    >>> texts = csr_array([[2, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 3], [0, 0, 2, 1]])
    >>> fit(texts, 2).shares.round(3).tolist()
    [[0.0, 1.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0], [1.0, 0.0]]
    """
    from threadpoolctl import threadpool_limits

    check(counts, n_topics, engine=engine, seeds=seeds)
    order = canonical_order(counts)
    counts = csr_array(counts[order])
    held = np.diff(counts.indptr) > 0
    n_topics = min(n_topics, _number_of_different(counts[held]), counts.shape[1])
    with threadpool_limits(1):
        if engine == "nmf":
            found = _fit_nmf(counts[held], n_topics, seeds)
        elif engine == "lsa-kmeans":
            found = _fit_groups(counts[held], n_topics, rng)
        else:
            found = _fit_estimator(counts[held], n_topics, engine=engine, rng=rng)
    name = engine if isinstance(engine, str) else type(engine).__name__
    loadings = np.zeros((len(order), len(found.components)))
    loadings[order[held]] = found.loadings
    return _in_order(name, found._replace(loadings=loadings), n_seeds=len(seeds))


def check(counts: csr_array, n_topics: int, *, engine: Any, seeds: Sequence[Sequence[int]]) -> None:
    """Raise a ValueError where no topics can be found."""
    if isinstance(engine, str) and engine not in ENGINES:
        known = f"{_quoted(ENGINES)} or a decomposition of scikit-learn, such as LatentDirichletAllocation()"
        raise ValueError(f"engine: '{engine}' is not known. Choose {known}")
    if not isinstance(engine, str) and not (hasattr(engine, "fit_transform") and hasattr(engine, "n_components")):
        known = f"{_quoted(ENGINES)} or an object with fit_transform and n_components"
        name = type(engine).__name__
        remedy = f"Choose {known}, such as LatentDirichletAllocation()"
        raise ValueError(f"engine: {name} is no decomposition of scikit-learn. {remedy}")
    if n_topics < 1:
        raise ValueError(f"n_topics: {n_topics} is no number of topics. Choose 1 or more")
    if counts.nnz == 0:
        raise ValueError("counts: no text has any of the terms. Give texts with terms in common")
    if seeds and engine != "nmf":
        name = f"'{engine}'" if isinstance(engine, str) else type(engine).__name__
        raise ValueError(f"seeds: {name} takes none. Choose engine='nmf', or leave seeds out")
    if len(seeds) > n_topics:
        raise ValueError(f"seeds: {len(seeds)} lists of anchors do not fit {n_topics} topics. Choose more topics")
    if not all(len(anchors) for anchors in seeds):
        raise ValueError("seeds: a list of anchors is empty. Give each seeded topic at least one term")
    for column in (column for anchors in seeds for column in anchors):
        if column not in range(counts.shape[1]):
            last = counts.shape[1] - 1
            raise ValueError(f"seeds: there is no term {column}. Give columns of the counts, 0 to {last}")


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def canonical_order(counts: csr_array) -> NDArray[np.int64]:
    """Return an order of the texts that is the same however they were ordered; only equal texts may change places.

    >>> canonical_order(csr_array([[0, 1], [2, 0], [1, 0]])).tolist()
    [2, 1, 0]
    """
    terms, numbers = counts.indices.astype(">i8"), counts.data.astype(">f8")
    rows = zip(counts.indptr[:-1], counts.indptr[1:], strict=True)
    keys = [(terms[a:b].tobytes(), numbers[a:b].tobytes()) for a, b in rows]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)


def _number_of_different(counts: csr_array) -> int:
    """Return how many of the texts, in canonical order, differ from the one before."""
    following = csr_array(counts[1:]) - csr_array(counts[:-1])
    return 1 + int((abs(following).sum(axis=1) > 0).sum())


def idf_of(counts: csr_array) -> NDArray[np.float64]:
    """Return how rare each term is: the logarithm of texts over texts that have it (smoothed, as scikit-learn does).

    >>> idf_of(csr_array([[1, 2], [0, 1]])).round(3).tolist()
    [1.405, 1.0]
    """
    holding = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.log((1 + counts.shape[0]) / (1 + holding)) + 1


def tf_idf(counts: csr_array, idf: NDArray[np.float64]) -> csr_array:
    """Weigh terms: the logarithm of their count times their idf, each text a vector of length 1 (or 0).

    >>> tf_idf(csr_array([[1, 1], [0, 7]]), np.array([3.0, 4.0])).toarray().round(3).tolist()
    [[0.6, 0.8], [0.0, 1.0]]
    """
    weighted = csr_array(((1 + np.log(counts.data)) * idf[counts.indices], counts.indices, counts.indptr), counts.shape)
    return _unit_rows(weighted)


def _unit_rows(rows: csr_array) -> csr_array:
    length = np.sqrt(rows.power(2).sum(axis=1))
    data = rows.data / np.repeat(np.where(length > 0, length, 1), np.diff(rows.indptr))
    return csr_array((data, rows.indices, rows.indptr), shape=rows.shape)


def singular_vectors(
    weighted: csr_array, number: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the strongest singular vectors, at most so many, and no more than the texts truly have.

    >>> left, values, right = singular_vectors(csr_array([[3.0, 0.0], [0.0, 2.0], [3.0, 0.0]]), 5)
    >>> values.round(3).tolist(), abs(right).round(3).tolist()
    ([4.243, 2.0], [[1.0, 0.0], [0.0, 1.0]])
    """
    from scipy.sparse.linalg import svds

    smaller = min(weighted.shape)
    if smaller <= max(SMALL, 2 * number):
        left, values, right = np.linalg.svd(weighted.toarray(), full_matrices=False)
    else:
        start = np.random.default_rng(0).normal(size=smaller)  # where to begin looking: the end is the same
        left, values, right = svds(weighted, number, v0=start, solver="arpack")
        left, values, right = left[:, ::-1], values[::-1], right[::-1]
    number = min(number, int((values > RANK * values[0]).sum()))
    return left[:, :number], values[:number], right[:number]


def _fit_nmf(counts: csr_array, n_topics: int, seeds: Sequence[Sequence[int]]) -> _Factors:
    idf = idf_of(counts)
    weighted = tf_idf(counts, idf)
    left, values, right = singular_vectors(weighted, RICHNESS * n_topics)
    loadings, components = _start(left, values, right, number=n_topics)
    seeds = seeds[: len(components)]
    for seed, anchors in enumerate(seeds):
        # In the place of the topic most like them: the texts with the anchors.
        with_anchors = weighted @ np.bincount(anchors, minlength=len(idf)).astype(float)
        towards = with_anchors @ weighted / max(np.linalg.norm(with_anchors @ weighted), TINY)
        length = np.maximum(np.linalg.norm(components, axis=1), TINY)
        alike = (components @ towards / length).round(DECIMALS)
        nearest = seed + int(alike[seed:].argmax())
        components[nearest], loadings[:, nearest] = components[seed], loadings[:, seed]
        components[seed], loadings[:, seed] = towards, with_anchors
    components, settled = _factorise(left * values, right, loadings=loadings, components=components, seeds=seeds)
    loadings = _loadings(weighted, components)
    return _Factors(loadings, components, components.sum(axis=1), {"idf": idf}, settled)


def _factorise(
    texts: NDArray[np.float64],
    terms: NDArray[np.float64],
    *,
    loadings: NDArray[np.float64],
    components: NDArray[np.float64],
    seeds: Sequence[Sequence[int]],
) -> tuple[NDArray[np.float64], bool]:
    """Improve loadings and components by turns; return the components of ``texts @ terms``, and whether they settled.

    Anchors always count as much as the strongest term of their topic.
    """
    total, before = float(((texts.T @ texts) * (terms @ terms.T)).sum()), np.inf
    for _ in range(ROUNDS):
        loadings = _improve(loadings, texts @ (terms @ components.T), components @ components.T)
        towards, gram = terms.T @ (texts.T @ loadings), loadings.T @ loadings
        components = _improve(components.T, towards, gram).T
        for seed, anchors in enumerate(seeds):
            components[seed, anchors] = components[seed].max()
        explained = 2 * float((towards.T * components).sum()) - float((gram * (components @ components.T)).sum())
        if abs(explained - before) <= SETTLED * total:
            return components, True
        before = explained
    return components, False


def _improve(
    factor: NDArray[np.float64], towards: NDArray[np.float64], gram: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return a factor that explains more: each column what the others leave, and not below zero."""
    factor = np.array(factor, order="F")
    for _ in range(PASSES):
        for column in np.flatnonzero(gram.diagonal() > TINY):
            change = (towards[:, column] - factor @ gram[:, column]) / gram[column, column]
            factor[:, column] = np.maximum(factor[:, column] + change, 0)
    return factor


def _start(
    left: NDArray[np.float64], values: NDArray[np.float64], right: NDArray[np.float64], *, number: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return loadings and components to begin with.

    Singular vectors of near values turn into each other with the choice of texts. Rotated they do not, and they are
    topics already: each text has few.
    """
    left, values, right = left[:, :number], values[:number], right[:number]
    loadings = varimax(left)
    components = (loadings.T @ left * values) @ right
    sign = np.where((loadings**3).sum(axis=0).round(DECIMALS) >= 0, 1, -1)
    return np.maximum(loadings * sign, 0), np.maximum(components * sign[:, None], 0)


def varimax(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the columns rotated so that their entries are as unequal as can be, most near zero (Kaiser 1958).

    >>> abs(varimax(np.array([[4.0, 3.0], [8.0, 6.0], [-3.0, 4.0]]))).round(3).tolist()
    [[5.0, 0.0], [10.0, 0.0], [0.0, 5.0]]
    """
    columns = [np.array(column) for column in vectors.T]
    for _ in range(SWEEPS):
        widest = 0.0
        for i, j in combinations(range(len(columns)), 2):
            x, y = columns[i], columns[j]
            u, v = x * x - y * y, 2 * x * y
            across = 2 * (u @ v - u.sum() * v.sum() / len(x))
            along = u @ u - v @ v - (u.sum() ** 2 - v.sum() ** 2) / len(x)
            angle = np.arctan2(across, along) / 4 if np.hypot(across, along) > TINY * (x @ x + y @ y) ** 2 else 0.0
            columns[i], columns[j] = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
            widest = max(widest, abs(angle))
        if widest < STILL:
            break
    return np.column_stack(columns)


def _fit_groups(counts: csr_array, n_topics: int, rng: int) -> _Factors:
    from sklearn.cluster import KMeans

    idf = idf_of(counts)
    weighted = tf_idf(counts, idf)
    left, values, directions = singular_vectors(weighted, max(DIMENSIONS, n_topics))
    places = _places(weighted, directions)
    # From the rotated vectors, as factors start: groups from random starts change with the choice of texts.
    loadings, _ = _start(left, values, directions, number=n_topics)
    first = loadings.round(DECIMALS).argmax(axis=1)
    centres = np.unique([places[first == group].mean(axis=0).round(DECIMALS) for group in np.unique(first)], axis=0)
    model = KMeans(len(centres), init=centres, n_init=1, random_state=rng).fit(places)
    n_topics = len(centres)
    memberships = np.eye(n_topics)[model.labels_]
    # Class-based tf-idf (Grootendorst 2022): the share of a term in the group's words times its rarity.
    uses = memberships.T @ counts
    rarity = np.log(1 + uses.sum() / n_topics / np.maximum(uses.sum(axis=0), 1))
    components = uses / uses.sum(axis=1, keepdims=True) * rarity
    parts = {"idf": idf, "directions": directions, "centres": model.cluster_centers_}
    return _Factors(memberships, components, np.ones(n_topics), parts)


def _places(weighted: csr_array, directions: NDArray[np.float64]) -> NDArray[np.float64]:
    places = weighted @ directions.T
    length = np.sqrt((places**2).sum(axis=1, keepdims=True))
    return np.divide(places, length, out=np.zeros_like(places), where=length > 0)


def _fit_estimator(counts: csr_array, n_topics: int, *, engine: Any, rng: int) -> _Factors:
    from sklearn.base import clone
    from sklearn.exceptions import ConvergenceWarning

    name, probabilistic, idf = type(engine).__name__, _counts_words(engine), idf_of(counts)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", ConvergenceWarning)
        try:
            model = clone(engine).set_params(n_components=n_topics)
            if "random_state" in model.get_params() and not isinstance(model.random_state, int):
                model.set_params(random_state=rng)
            loadings = model.fit_transform(counts if probabilistic else tf_idf(counts, idf))
        except (ValueError, TypeError) as error:
            raise ValueError(f"engine: {name} could not be fitted: {error}") from error
    components = model.components_
    if min(loadings.min(), components.min()) < 0:
        remedy = "Choose one without, such as NMF() or LatentDirichletAllocation()"
        raise ValueError(f"engine: {name} has loadings below zero, which are no shares. {remedy}")
    scale = np.ones(len(components)) if probabilistic else components.sum(axis=1)
    return _Factors(loadings, components, scale, {"idf": idf}, not caught, model)


def _counts_words(engine: Any) -> bool:
    from sklearn.decomposition import LatentDirichletAllocation

    return isinstance(engine, LatentDirichletAllocation)


def _in_order(engine: str, found: _Factors, *, n_seeds: int) -> Fitted:
    """Return topics the largest first, as shares of each text; what explains nothing is left out."""
    full = (found.components.sum(axis=1) > 0) & (found.loadings.sum(axis=0) > 0)
    shares = normalised(found.loadings * np.where(full, found.scale, 0))
    size = np.nansum(shares, axis=0).round(DECIMALS)
    order = np.lexsort((np.arange(len(size)), -size))
    order = order[full[order]]
    parts = {name: part[order] if name == "centres" else part for name, part in found.parts.items()}
    if engine == "nmf":
        parts["components"] = found.components[order]
    if found.estimator is not None:
        parts |= {"topics": order, "scale": found.scale[order]}
    seeded = np.where(order < n_seeds, order, -1)
    weights = normalised(found.components[order])
    return Fitted(engine, weights, shares[:, order], parts, found.settled, seeded, found.estimator)


def normalised(loadings: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return loadings as shares of each text; NaN where it has none.

    >>> normalised(np.array([[1.0, 3.0], [0.0, 0.0]])).tolist()
    [[0.25, 0.75], [nan, nan]]
    """
    total = loadings.sum(axis=1, keepdims=True)
    return np.divide(loadings, total, out=np.full_like(loadings, np.nan), where=total > 0)


def shares_of(fitted: Fitted, counts: csr_array) -> NDArray[np.float64]:
    """Return the shares of topics in other texts, from the counts of the same terms."""
    from threadpoolctl import threadpool_limits

    parts, held = fitted.parts, np.diff(counts.indptr) > 0
    shares = np.full((counts.shape[0], len(fitted.weights)), np.nan)
    if not held.any():
        return shares
    counts = csr_array(counts[held])
    weighted = tf_idf(counts, parts["idf"])
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if fitted.engine == "nmf":
            shares[held] = normalised(_loadings(weighted, parts["components"]) * parts["components"].sum(axis=1))
        elif fitted.engine == "lsa-kmeans":
            places = _places(weighted, parts["directions"])
            distance = (parts["centres"] ** 2).sum(axis=1) - 2 * places @ parts["centres"].T
            nearest = np.eye(len(fitted.weights))[distance.round(DECIMALS).argmin(axis=1)]
            shares[held] = np.where(places.any(axis=1, keepdims=True), nearest, np.nan)
        else:
            loadings = fitted.estimator.transform(counts if _counts_words(fitted.estimator) else weighted)
            shares[held] = normalised(loadings[:, parts["topics"]] * parts["scale"])
    return shares


def _loadings(weighted: csr_array, components: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the loadings, not below zero, that explain the texts best with these components."""
    towards, gram = weighted @ components.T, components @ components.T
    loadings = np.zeros(towards.shape)
    for _ in range(ROUNDS):
        before, loadings = loadings, _improve(loadings, towards, gram)
        if np.abs(loadings - before).max(initial=0) <= EXACT * np.abs(loadings).max(initial=0):
            break
    return loadings
