"""Are the probabilities of `omissions` those with which things are absent where absence is chance?

Usage: python benchmarks/absence_calibration.py ARTICLES [SHUFFLES]

ARTICLES is a corpus that `read_corpus` reads, with a column `story` or long enough for `find_stories`. Of stories that
at least three outlets have, the outlets' names are shuffled among the articles, story by story, SHUFFLES times (default
20). What two outlets of a story or more have should be absent from each with the probability told.

- p if absent: how improbable an absence would be; cases: how many there are, absent or not.
- expected, absent: how many would be absent if the probabilities held, and how many are (not there, or less often than
  the others must have it).
- listed: how many `omissions` lists; what comes near to being there is not called absent.
- level: an absence with p counts as significant at 5 % with the chance .05 / p, which makes up for p-values that can
  have few values only: the percentage of cases called significant. Wanted: 5.
"""

import sys

import numpy as np
import pandas as pd

import coverage_kit as ck
from coverage_kit.measures.carried import KINDS, LEAST, find_carried
from coverage_kit.measures.omissions import _matrix

BANDS = ((0.0, 0.05), (0.05, 0.2), (0.2, 0.5), (0.5, 1.0))
LEVEL = 0.05


def shuffled(corpus: ck.Corpus, rng: np.random.Generator) -> ck.Corpus:
    """Deal the names of outlets out anew among the articles of each story."""
    names = corpus.articles.groupby("story")["outlet"].transform(lambda part: rng.permutation(part.to_numpy(object)))
    return corpus.replace(articles=corpus.articles.assign(outlet=names))


def cells(corpus: ck.Corpus) -> pd.DataFrame:
    """Return everything that two outlets have, for each outlet on the story."""
    texts = pd.DataFrame({"article": range(len(corpus)), "text": range(len(corpus))})
    texts = texts.assign(story=corpus.articles["story"].to_numpy(object), outlet=corpus.articles["outlet"].to_numpy())
    found = find_carried(corpus, texts, KINDS, by="outlet", within="story")
    matrix, _ = _matrix(corpus, texts, found, by="outlet", within="story")
    return matrix[(matrix["n_having"] >= 2) & (matrix["n_texts"] >= 2)]


def read(path: str) -> ck.Corpus:
    """Return the articles on stories that three outlets have, one of each text."""
    corpus = ck.read_corpus(path, on_error="collect")
    if "story" not in corpus.articles:
        corpus = ck.find_stories(corpus)
    corpus = ck.find_reprints(corpus)
    articles = corpus.articles
    copies = articles["reprint_group"].duplicated() & articles["reprint_group"].notna()
    articles = articles[articles["story"].notna() & ~copies]
    n_outlets = articles.groupby("story")["outlet"].transform("nunique")
    return ck.clean(corpus.filter(article_id=articles.loc[n_outlets >= 3, "article_id"].tolist()))


def main(path: str, shuffles: int) -> None:
    corpus = read(path)
    print(f"{len(corpus):,} articles on {corpus.articles['story'].nunique():,} stories")
    rng = np.random.default_rng(0)
    rows = pd.concat([cells(shuffled(corpus, rng)) for _ in range(shuffles)])
    print(f"{'':10s}{'p if absent':>14s}{'cases':>10s}{'expected':>10s}{'absent':>10s}{'listed':>10s}{'level %':>10s}")
    for kind in LEAST:
        own = rows[rows["kind"] == kind]
        absent = ~own["has"]
        for low, high in BANDS:
            part = (own["p_value"] > low) & (own["p_value"] <= high)
            listed = (absent & ~own["near"] & part).sum()
            counts = f"{part.sum():10,}{own['p_value'][part].sum():10,.0f}{(absent & part).sum():10,}{listed:10,}"
            print(f"{kind:10s}{f'{low} to {high}':>14s}{counts}")
        can = own["p_value"] > LEVEL
        print(f"{kind:10s}{'level':>14s}{'':40s}{100 * (absent * LEVEL / own['p_value'])[can].mean():10.1f}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 20)
