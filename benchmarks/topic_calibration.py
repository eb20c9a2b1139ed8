"""Do the tests of topics find differences where there are none, and tell an agenda from wording where there is one?

Usage: python benchmarks/topic_calibration.py ARTICLES [N_TOPICS] [TRIALS]

ARTICLES is any file that read_corpus reads with some thousand articles, for instance the collection of Baly et al.
(2020), github.com/ramybaly/Article-Bias-Prediction. Stories are found, N_TOPICS topics (default 20) are fitted once;
then articles are dealt out TRIALS times (default 200) to two pseudo-outlets, or six, that differ by nothing, and
compared with `topics`, as a user would.

- agenda, whole stories: each story goes to one pseudo-outlet, articles without a story one by one.
- agenda, articles: each article goes to one by chance, so that pseudo-outlets share stories.
- within stories: the same, compared with within="story".
- p < .05: percent of the tests of topics; wanted 5. any q: percent of trials with a topic of q < .05; wanted 5 or less.
  As the topics of one trial go together, the error is that of trials.
- covered: percent of 95 % intervals that hold the truth (the topic's share in all articles; within stories 0). An
  interval for other articles holds the share of the collection it is a half of in 99.4 %, of which it is a sixth in
  96.8 %.
- naive: percent of p < .05 of Welch's test of the articles' shares, two pseudo-outlets.

Planted, in the largest topics: *agenda*: one of two pseudo-outlets leaves out every second story in which the topic is
largest; *wording*: on every story, the topic's share is a half larger in one's articles. Percent of trials with p < .05
in the topic itself, by both tests.
"""

import sys
from collections import defaultdict

import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

import coverage_kit as ck
from coverage_kit.measures.topics import topics

N_RESAMPLES = 999
PLANTED = 5


def deals(stories: np.ndarray, rng: np.random.Generator) -> dict[str, tuple[np.ndarray, str | None]]:
    """Return each article's pseudo-outlet, and what is compared with what."""
    one_by_one = rng.integers(0, 2, len(stories))
    whole = np.where(stories < 0, one_by_one, rng.integers(0, 2, stories.max() + 1)[stories])
    return {
        "agenda, whole stories": (whole, None),
        "agenda, articles": (one_by_one, None),
        "agenda, articles, 6": (rng.integers(0, 6, len(stories)), None),
        "within stories": (one_by_one, "story"),
        "within stories, 6": (rng.integers(0, 6, len(stories)), "story"),
    }


def main(path: str, n_topics: int, trials: int) -> None:
    corpus = ck.find_stories(ck.find_reprints(ck.clean(ck.read_corpus(path, on_error="collect"))))
    stories = pd.factorize(corpus.articles["story"])[0]
    print(f"{len(corpus):,} articles, {(stories >= 0).mean():.0%} of them in {stories.max() + 1:,} stories")
    model = ck.fit_topics(corpus, n_topics=n_topics, n_refits=0)
    shares, rng = model.shares(corpus), np.random.default_rng(0)
    mean = shares.mean().to_numpy()
    found = defaultdict(list)
    for _ in range(trials):
        for name, (outlet, within) in deals(stories, rng).items():
            dealt = corpus.replace(articles=corpus.articles.assign(outlet=outlet.astype(str)))
            table = topics(dealt, engine=model, within=within, n_resamples=N_RESAMPLES, rng=rng).table
            tests = table.drop_duplicates("number")
            true = 0 if within else mean[table["number"] - 1]
            inside = (table["conf_low"] <= true) & (true <= table["conf_high"])
            naive = np.nan
            if outlet.max() == 1 and within is None:
                parts = [shares[outlet == side] for side in (0, 1)]
                naive = (ttest_ind(*parts, equal_var=False, nan_policy="omit").pvalue < 0.05).mean()
            found[name].append(
                (
                    (tests["p_value"] < 0.05).mean(),
                    tests["q_value"].min() < 0.05,
                    inside[table["conf_low"].notna()].mean(),
                    naive,
                )
            )
    print(f"{'':24s}{'p < .05':>10s}{'+/-':>6s}{'any q':>8s}{'covered':>10s}{'naive':>8s}")
    for name, rows in found.items():
        rate, any_q, covered, naive = 100 * np.mean(rows, axis=0)
        error = 100 * np.std([row[0] for row in rows]) / len(rows) ** 0.5
        print(f"{name:24s}{rate:10.1f}{error:6.1f}{any_q:8.1f}{covered:10.1f}{naive:8.1f}")
    planted(corpus, model, stories, rng=rng, trials=trials // (4 * PLANTED))


def planted(
    corpus: ck.Corpus, model: ck.TopicModel, stories: np.ndarray, *, rng: np.random.Generator, trials: int
) -> None:
    """Print how often a planted agenda and a planted wording are found by each test."""
    shares = model.fitted.shares
    found = defaultdict(list)
    for _ in range(trials):
        for topic in range(PLANTED):
            outlet = rng.integers(0, 2, len(stories))
            about = shares.argmax(axis=1) == topic
            alone = rng.random(len(stories))
            left_out = np.where(stories < 0, alone, rng.random(stories.max() + 1)[stories]) < 0.5
            keep = ~(about & left_out & (outlet == 1))
            dealt = corpus.replace(articles=corpus.articles.assign(outlet=outlet.astype(str)))
            part = dealt.filter(article_id=corpus.articles["article_id"][keep].tolist())
            more = np.where(outlet == 1, 1.5, 1.0)
            raised = shares.copy()
            raised[:, topic] *= more
            raised /= raised.sum(axis=1, keepdims=True)
            louder = ck.TopicModel.from_arrays(
                corpus, shares=raised, weights=model.fitted.weights, vocabulary=model.vocabulary
            )
            number = 1 + int(np.abs(louder.fitted.weights - model.fitted.weights[topic]).sum(axis=1).argmin())
            for what, articles, engine, own in (("agenda", part, model, topic + 1), ("wording", dealt, louder, number)):
                for test, within in (("agenda", None), ("within stories", "story")):
                    table = topics(articles, engine=engine, within=within, n_resamples=N_RESAMPLES, rng=rng).table
                    found[what, test].append(table.loc[table["number"] == own, "p_value"].iloc[0] < 0.05)
    for (what, test), values in found.items():
        print(f"planted {what:10s} found by the test of {test:16s}{100 * np.mean(values):6.1f} % of {len(values)}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], *(int(value) for value in [*sys.argv[2:], *("20", "200")[len(sys.argv) - 2 :]]))
