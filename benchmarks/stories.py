"""How well does find_stories tell events and running stories apart, and what does it cost?

Usage: python benchmarks/stories.py BASIL ARTICLES

BASIL: JSON Lines with title, text, date, outlet and story: 50 or more stories, each covered by three outlets (Fan et
al. 2019, github.com/launchnlp/BASIL). ARTICLES: any file that read_corpus reads with the articles of
stories_judged.csv, such as a part of the collection of Baly et al. (2020), github.com/ramybaly/Article-Bias-Prediction.

- Alone: the stories of BASIL, and of the shipped corpus.
- Small collections: five to a hundred of ARTICLES drawn by chance and put on one day; the percentage of them that a
  story too many swallows, more than in reality, where subjects differ from day to day. And stories of BASIL, as many
  articles in all.
- Together: BASIL's articles put among ARTICLES. Precision and recall of pairs within BASIL; a pair of one article of
  each is no error and is counted apart. Of 200 pairs of ARTICLES, published within three days of each other and spread
  evenly over the range of plain tf-idf cosines, the percentage put into one story, by verdict: same event, another
  event of the same running story, or different. The defaults were chosen on these pairs. They were judged from
  headline, date and the first 150 words, which favours a method that weighs the lead; and by one reader, the second
  time soon after the first, so that how often the two readings agree says little about other readers.
- Undated: the dates of every tenth article are hidden. Of the pairs that these then make with dated articles, the
  percentage within a week; of the pairs made with the dates, the percentage still made without.
- Time and memory, of reading and cleaning too.
"""

import itertools
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

import coverage_kit as ck
from coverage_kit.prepare.stories import GRANULARITIES, WINDOW, find_stories

KNOB = [0.05, 0.08, 0.10, 0.12, 0.15, 0.18, 0.20, 0.22, 0.25, 0.30]
VERDICTS = ["event", "story", "different"]


def stories_of(corpus: ck.Corpus, granularity: str | float) -> pd.Series:
    """Return each article's story, one of its own where it is alone."""
    found = find_stories(corpus, granularity=granularity).articles.set_index("article_id")["story"]
    return found.where(found.notna(), "alone: " + found.index)


def b_cubed(wanted: pd.Series, found: pd.Series) -> tuple[float, float, float]:
    """Precision, recall and F1 of the mean article (Bagga and Baldwin 1998)."""
    both = pd.DataFrame({"wanted": wanted, "found": found})
    shared = both.groupby(["wanted", "found"])["found"].transform("size")
    precision = (shared / both.groupby("found")["found"].transform("size")).mean()
    recall = (shared / both.groupby("wanted")["wanted"].transform("size")).mean()
    return precision, recall, 2 * precision * recall / (precision + recall)


def print_alone(name: str, corpus: ck.Corpus, wanted: pd.Series) -> None:
    for granularity in GRANULARITIES:
        found = stories_of(corpus, granularity).reindex(wanted.index)
        scores = *b_cubed(wanted, found), adjusted_rand_score(wanted, found)
        number = f"{found.nunique():3} of {wanted.nunique():3}"
        print(f"{name:16} {granularity:6} " + "  ".join(f"{score:5.3f}" for score in scores) + f"  {number}")


def print_small(articles: ck.Corpus, basil: ck.Corpus, wanted: pd.Series) -> None:
    rng = np.random.default_rng(0)
    print("\nSmall collections   swallowed, %      BASIL B3 F1\n     articles      event   story     event   story")
    one_day = articles.articles.drop_duplicates("text").assign(published=pd.Timestamp("2020-01-01"))
    for size in (6, 12, 30, 99):
        swallowed, scores = {g: [] for g in GRANULARITIES}, {g: [] for g in GRANULARITIES}
        for _ in range(2 + 120 // size):
            drawn = ck.Corpus(one_day.iloc[rng.choice(len(one_day), size, replace=False)])
            some = wanted[wanted.isin(rng.choice(wanted.unique(), size // 3, replace=False))]
            stories = basil.filter(article_id=some.index)
            for granularity in GRANULARITIES:
                swallowed[granularity].append(1 - stories_of(drawn, granularity).nunique() / size)
                scores[granularity].append(b_cubed(some, stories_of(stories, granularity).reindex(some.index))[2])
        means = [100 * np.mean(v) for v in swallowed.values()] + [np.mean(v) for v in scores.values()]
        print("{:13}  {:9.1f}  {:6.1f}    {:6.3f}  {:6.3f}".format(size, *means), flush=True)


def pairs_within(labels: pd.Series) -> set[tuple[str, str]]:
    """Return the pairs of articles with one label."""
    ids = labels.index.to_series().sort_values()
    return {pair for _, part in ids.groupby(labels) if len(part) > 1 for pair in itertools.combinations(part, 2)}


def print_together(corpus: ck.Corpus, wanted: pd.Series, judged: pd.DataFrame) -> None:
    true = pairs_within(wanted)
    print(f"\n{'':8}BASIL pairs         mixed  judged pairs in one story, %    stories  largest  in none, %")
    print(f"{'':8}precision  recall   pairs  same event  story  different")
    for granularity in (*GRANULARITIES, *KNOB):
        found = stories_of(corpus, granularity)
        own = pairs_within(found[found.index.isin(wanted.index)])
        mixed = sum((a in wanted.index) != (b in wanted.index) for a, b in pairs_within(found))
        one = found[judged["article_id"]].to_numpy() == found[judged["other_id"]].to_numpy()
        shares = [100 * one[judged["verdict"] == verdict].mean() for verdict in VERDICTS]
        sizes = found.value_counts()
        print(
            f"{granularity:<8}{len(own & true) / max(len(own), 1):9.3f}  {len(own & true) / len(true):6.3f}  {mixed:6,}"
            f"  {shares[0]:10.1f}  {shares[1]:5.1f}  {shares[2]:9.1f}"
            f"  {(sizes > 1).sum():7,}  {sizes.max():7}  {100 * (sizes == 1).sum() / len(found):10.1f}",
            flush=True,
        )


def print_undated(corpus: ck.Corpus) -> None:
    dated = corpus.articles.dropna(subset="published")
    dated = dated[np.arange(len(dated)) < 10 * (len(dated) // 10)]
    hidden = set(dated["article_id"][::10])
    days = dated.set_index("article_id")["published"]
    with_dates = corpus.replace(articles=dated, spans=corpus.spans[corpus.spans["article_id"].isin(days.index)])
    without = with_dates.replace(articles=dated.assign(published=days.mask(days.index.isin(hidden)).to_numpy()))
    print("\nHidden dates: pairs of a hidden and a dated article   number  within a week, %  still made, %")
    for granularity in GRANULARITIES:
        before, after = (
            {pair for pair in pairs_within(stories_of(one, granularity)) if len(hidden & set(pair)) == 1}
            for one in (with_dates, without)
        )
        near = [abs(days[a] - days[b]).days <= WINDOW for a, b in after]
        kept = 100 * len(before & after) / len(before)
        print(f"{granularity:52} {len(after):8,}  {100 * np.mean(near):16.1f}  {kept:13.1f}")


def main(basil_path: str, articles_path: str) -> None:
    basil = pd.read_json(basil_path, lines=True, dtype=False)[["title", "text", "date", "outlet", "story"]]
    basil.insert(0, "article_id", [f"basil {number}" for number in range(len(basil))])
    wanted = basil.set_index("article_id")["story"]
    basil = ck.read_corpus(basil.drop(columns="story").assign(date=basil["date"].astype(str).str[:10]))
    summit = ck.clean(ck.datasets.load_summit())
    own = summit.articles.set_index("article_id")["story"]
    print(f"{'alone':16} {'':6} {'B3 P':>5}  {'B3 R':>5}  {'B3 F1':>5}  {'ARI':>5}  stories")
    basil = ck.clean(basil)
    print_alone("BASIL", basil, wanted)
    print_alone("shipped corpus", summit.replace(articles=summit.articles.drop(columns="story")), own)

    articles = ck.clean(ck.read_corpus(articles_path, on_error="collect"))
    start = time.process_time()
    stories_of(articles, "event")
    print(f"\n{len(articles):,} articles: {time.process_time() - start:.0f} s of processor time for events,")
    print(
        f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB of memory with reading and cleaning"
    )
    print_small(articles, basil, wanted)
    judged = pd.read_csv(Path(__file__).with_name("stories_judged.csv"))
    alike = 100 * (judged["first"] == judged["second"]).mean()
    print(f"\nJudged alike at a second reading: {alike:.1f} % of {len(judged)} pairs")
    columns = ["article_id", "outlet", "published", "title", "text"]
    both = pd.concat([part.articles[columns] for part in (articles, basil)], ignore_index=True)
    spans = pd.concat([part.spans for part in (articles, basil)], ignore_index=True)
    print_together(ck.Corpus(both, spans), wanted, judged)
    print_undated(articles)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
