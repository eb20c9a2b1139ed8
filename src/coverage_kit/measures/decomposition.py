"""Selection or wording: why two groups use a term at different rates."""

from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, CorpusError, of_corpus, quoted
from coverage_kit.figures.decomposition import plot_decomposition
from coverage_kit.measures.design import Groups, check_level, find_units, group_articles, notes_of, record
from coverage_kit.measures.occurrences import Occurrences, find_occurrences
from coverage_kit.result import Result
from coverage_kit.stats.decomposition import FEWEST, PARTS, decomposition_intervals, stories_behind
from coverage_kit.text.terms import TermInput

PER = 10_000
ESTIMATES = ("estimate", "conf_low", "conf_high", "rate_a", "rate_b", "n_stories")
COLUMNS = ("term", "part", *ESTIMATES, "covered", "voice", "speaker")


@of_corpus
def decompose(
    corpus: Corpus,
    terms: TermInput | Iterable[TermInput],
    a: str,
    b: str,
    *,
    by: str = "outlet",
    within: str = "story",
    level: float = 0.95,
) -> Result:
    """One outlet uses a term more often: does it cover other stories, or word the same ones differently?

    Parameters
    ----------
    corpus : Corpus
        Clean it, and find its stories, first.
    terms : str, mapping, or list of these
        As in `salience`.
    a, b : str
        The two groups.
    by : str
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".
    within : str
        Column that tells what was covered. An article without a value is a story of its own, which nobody shares.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    Result
        ``table``: five rows a term, by ``part``: ``difference`` (the rate of `a` minus that of `b`), ``wording`` (the
        two on the same stories), ``selection`` (how many words each gives to the stories both cover), ``only_a`` and
        ``only_b`` (the stories that one alone covers); the last four add up to the first. Columns are ``estimate,
        conf_low, conf_high, rate_a, rate_b`` (per 10,000 words) and ``n_stories`` (stories both cover). ``evidence``:
        each occurrence with its story, ``covered`` ("both" or "one"), voice and speaker. `notes` says how much of each
        group's reporting the shared stories are: wording and selection speak of that alone.

    Raises
    ------
    CorpusError, ValueError
        If a column or a group is not there, or the two groups share no story.

    References
    ----------
    Kitagawa, E. M. (1955). Components of a difference between two rates. JASA 50(272). Nopo, H. (2008). Matching as a
    tool to decompose wage gaps. Review of Economics and Statistics 90(2).

    Examples
    --------
    >>> import coverage_kit as ck
    >>> corpus = ck.clean(ck.datasets.load_summit())
    >>> a, b = corpus.outlets[:2]
    >>> parts = ck.decompose(corpus, "sanction*", a, b).table.set_index("part")["estimate"]
    >>> bool(abs(parts["difference"] - parts.drop("difference").sum()) < 1e-9)
    True
    """
    check_level(level)
    groups, pair = _pair(corpus, a, b, by=by)
    labels, stories = _stories(corpus, by=by, within=within)
    found = find_occurrences(corpus, terms)
    # Column 0 is a, column 1 is b, and articles of other groups are in neither.
    side = np.select([groups.codes == code for code in pair], [0, 1], default=-1)
    words, counts = _by_story(found, stories, side)
    shared = (words > 0).all(axis=1)
    if not shared.any():
        raise CorpusError(
            f"decompose: '{a}' and '{b}' share no story, so selection and wording cannot be told apart. Choose another "
            "pair, or coarser stories: drop the column 'story', then find_stories(corpus, granularity='story')"
        )
    support = _support(words, shared, a, b)
    return Result(
        "decompose",
        _table(words, counts, found.terms, level=level),
        _evidence(corpus, found, side, keys={by: groups, within: labels}, shared=shared[stories]),
        params=record(corpus, terms=found.written, a=a, b=b, by=by, within=within, level=level),
        notes=notes_of(
            corpus,
            support,
            f"Parts of the difference per 10,000 words; {level:.0%} intervals take each story as one observation.",
            *_without_interval(words, a, b),
            _absent(found.terms, counts, a, b),
        ),
        articles=corpus.articles,
        figure=partial(plot_decomposition, a=a, b=b, groups=groups.names, support=support),
    )


def _pair(corpus: Corpus, a: str, b: str, *, by: str) -> tuple[Groups, list[int]]:
    """Return the groups, and which two are compared."""
    groups = group_articles(corpus, by, taken=COLUMNS)
    for argument, name in (("a", a), ("b", b)):
        if name not in groups.names:
            raise CorpusError(f"{argument}: no {by} is {name!r}. There are {quoted(groups.names)}")
    if a == b:
        raise CorpusError(f"b: '{b}' is compared with itself. Choose another {by} from {quoted(groups.names)}")
    return groups, [groups.names.index(a), groups.names.index(b)]


def _stories(corpus: Corpus, *, by: str, within: str) -> tuple[Groups, NDArray[np.int64]]:
    """Return the stories by name and each article's; one without a story has one of its own."""
    labels = group_articles(corpus, within, taken=COLUMNS, argument="within")
    if within == by:
        raise CorpusError(f"within: '{within}' makes the groups already. Give the column that tells what was covered")
    return labels, find_units(corpus, cluster=within).clusters


def _by_story(
    found: Occurrences, stories: NDArray[np.int64], side: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sum words (n_stories, 2) and counts (n_stories, 2, n_terms)."""
    words = np.zeros((stories.max() + 1, 2), np.int64)
    counts = np.zeros((*words.shape, len(found.terms)), np.int64)
    of_pair = side >= 0
    cells = (stories[of_pair], side[of_pair])
    np.add.at(words, cells, found.words[of_pair])
    np.add.at(counts, cells, found.matrix()[of_pair])
    return words, counts


def _table(words: NDArray[np.int64], counts: NDArray[np.int64], terms: list[str], *, level: float) -> pd.DataFrame:
    parts = decomposition_intervals(words, counts, level=level)
    rates = counts.sum(axis=0) / words.sum(axis=0)[:, None]
    columns = {name: values.T.ravel() * PER for name, values in zip(ESTIMATES, parts, strict=False)}
    return pd.DataFrame(
        {
            "term": np.repeat(np.array(terms, object), len(PARTS)),
            "part": np.tile(np.array(PARTS, object), len(terms)),
            **columns,
            "rate_a": np.repeat(rates[0] * PER, len(PARTS)),
            "rate_b": np.repeat(rates[1] * PER, len(PARTS)),
            "n_stories": (words > 0).all(axis=1).sum(),
        }
    )


def _evidence(
    corpus: Corpus,
    found: Occurrences,
    side: NDArray[np.int64],
    *,
    keys: dict[str, Groups],
    shared: NDArray[np.bool_],
) -> pd.DataFrame:
    """Return every occurrence in the two groups."""
    hits = found.hits[side[found.hits["article"].to_numpy(np.int64)] >= 0]
    numbers = hits["article"].to_numpy(np.int64)
    evidence = pd.DataFrame(
        {
            "term": hits["term"],
            **{column: np.array(groups.names, object)[groups.codes[numbers]] for column, groups in keys.items()},
            "covered": np.where(shared[numbers], "both", "one"),
            "article_id": corpus.articles["article_id"].to_numpy()[numbers],
        }
    )
    return evidence.join(hits[["start", "end", "voice", "speaker"]]).reset_index(drop=True)


def _support(words: NDArray[np.int64], shared: NDArray[np.bool_], a: str, b: str) -> str:
    share_a, share_b = words[shared].sum(axis=0) / words.sum(axis=0)
    return f"Shared: {_number(shared.sum())}, {share_a:.0%} of the words of '{a}' and {share_b:.0%} of those of '{b}'."


def _without_interval(words: NDArray[np.int64], a: str, b: str) -> list[str]:
    """Say in words which parts have no interval, and why."""
    _, shared, _, of_a, of_b = stories_behind(words)
    in_a, in_b = (words > 0).sum(axis=0)
    reasons = [("difference", in_a, f"'{a}' covers"), ("difference", in_b, f"'{b}' covers")]
    if shared < FEWEST:
        reasons.append((", ".join(PARTS[1:]), shared, f"'{a}' and '{b}' share"))
    else:
        reasons += [("only_a", of_a, f"'{a}' alone covers"), ("only_b", of_b, f"'{b}' alone covers")]
    return [
        f"No interval for {parts}: {who} {_number(number)}; how much story differs from story takes {FEWEST} to know."
        for parts, number, who in reasons
        if number < FEWEST
    ]


def _number(stories: int) -> str:
    return f"{stories:,} story" if stories == 1 else f"{stories:,} stories"


def _absent(terms: list[str], counts: NDArray[np.int64], a: str, b: str) -> str | None:
    never = [term for term, count in zip(terms, counts.sum(axis=(0, 1)), strict=True) if not count]
    return f"Not found in the reporting of '{a}' or '{b}': {', '.join(never)}." if never else None
