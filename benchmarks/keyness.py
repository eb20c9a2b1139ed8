"""What does keyness cost beside the tools in use, and do the numbers agree where they mean the same?

Usage: python benchmarks/keyness.py ARTICLES [A B] [--peers PYTHON]

ARTICLES is any file that read_corpus reads, with dated articles. Compared are its two largest outlets, or A and B, up
to 2,000 articles each, drawn by chance. PYTHON is the interpreter of an environment with pycorpdiff, scattertext, six
and convokit (whose FightingWords needs few of its requirements); of a peer that is missing, the table says so. Linux.

- Time and memory: each way has a process of its own, 9 GB of address space and 15 minutes. The clocks start when the
  library is imported and the articles are in memory, and stop when there is a table of all terms. The peak is that of
  the whole process. CountVectorizer, which only counts, is the yardstick.
- Agreement: the peers are given the words we count, so that differences are those of the formulas.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer

MEMORY, SECONDS = 9 * 10**9, 15 * 60
IN_ARTICLES, MOST, PRIOR_WORDS = 5, 2_000, 500


def ours(articles: pd.DataFrame, *, max_words: int = 1, cluster: str | None = None) -> pd.DataFrame:
    import coverage_kit as ck

    options = {"max_words": max_words, "min_articles": IN_ARTICLES, "cluster": cluster, "n_resamples": 2_000}
    return ck.keyness(ck.read_corpus(articles), *articles["outlet"].unique(), **options).table


def scikit(articles: pd.DataFrame, *, max_words: int) -> list[str]:
    vectorizer = CountVectorizer(ngram_range=(1, max_words), min_df=IN_ARTICLES)
    vectorizer.fit_transform(articles["text"])
    return list(vectorizer.get_feature_names_out())


def pycorpdiff(articles: pd.DataFrame, *, max_words: int = 1, permutations: int = 0) -> pd.DataFrame:
    import pycorpdiff as pcd

    corpus = pcd.from_dataframe(articles, tokenizer=pcd.NgramTokenizer(n=max_words, include_lower=True))
    sides = [corpus.slice(outlet=name) for name in articles["outlet"].unique()]
    return pcd.compare(*sides).keyness(permutation_n=permutations, permutation_seed=0).table


def scattertext(articles: pd.DataFrame, *, max_words: int) -> pd.DataFrame:
    import scattertext as st

    columns = {"category_col": "outlet", "text_col": "text", "nlp": st.whitespace_nlp_with_sentences}
    features = {1: st.UnigramsFromSpacyDoc, 2: st.FeatsFromSpacyDoc}[max_words]
    corpus = st.CorpusFromPandas(articles, **columns, feats_from_spacy_doc=features()).build()
    return scattertext_table(corpus.remove_terms_used_in_less_than_num_docs(IN_ARTICLES), *articles["outlet"].unique())


def scattertext_table(corpus: Any, a: str, b: str) -> pd.DataFrame:
    import scattertext as st

    table = corpus.get_term_freq_df(label_append="")
    prior = st.LogOddsRatioInformativeDirichletPrior(table[a] + table[b], sigma=PRIOR_WORDS, scale_type="word")
    return table.assign(z=prior.get_scores(table[a], table[b]), scaled_f=corpus.get_scaled_f_scores(a))


def convokit(articles: pd.DataFrame, **options: Any) -> pd.DataFrame:
    """FightingWords; by default it takes 15,000 words and phrases of up to three words."""
    from convokit import Corpus, Speaker, Utterance
    from convokit.fighting_words import FightingWords

    speakers = {name: Speaker(id=name) for name in articles["outlet"]}
    rows = articles[["article_id", "outlet", "text"]].itertuples(index=False)
    said = [Utterance(id=id, speaker=speakers[name], conversation_id=id, text=text) for id, name, text in rows]
    sides = [lambda utterance, name=name: utterance.speaker.id == name for name in speakers]
    return FightingWords(**options).fit(Corpus(utterances=said), *sides).get_ngram_zscores()


def pycorpdiff_scores(words: pd.DataFrame) -> pd.DataFrame:
    import pycorpdiff as pcd
    from pycorpdiff.keyness import log_ratio

    corpus = pcd.from_dataframe(words, tokenizer=str.split)
    pair = pcd.compare(*(corpus.slice(outlet=name) for name in words["outlet"].unique()))
    found = pair.keyness(formula="dunning", min_count=1)
    table = found.table.set_index("term")
    unsmoothed = log_ratio(table["count_a"], table["count_b"], found.n_a, found.n_b, smoothing=1e-12)
    return table.assign(unsmoothed=unsmoothed, rayson=pair.keyness(min_count=1).table.set_index("term")["g2"])


def scattertext_scores(words: pd.DataFrame) -> pd.DataFrame:
    import scattertext as st

    vectorizer, (code, names) = CountVectorizer(analyzer=str.split), pd.factorize(words["outlet"])
    counts = vectorizer.fit_transform(words["text"])
    corpus = st.CorpusFromScikit(counts, code, vectorizer.vocabulary_, list(names), words["text"]).build()
    return scattertext_table(corpus, *names).assign(g2=st.G2(corpus).set_categories(*names[:1]).get_scores())


def convokit_scores(words: pd.DataFrame) -> pd.DataFrame:
    vectorizer = CountVectorizer(analyzer=str.split)
    total = vectorizer.fit_transform(words["text"]).sum(axis=0).A1
    return convokit(words, cv=vectorizer, prior=PRIOR_WORDS * total / total.sum(), text_func=lambda one: one.text)


OURS, SKLEARN = "coverage_kit.measures.keyness", "sklearn"
PYCORPDIFF, SCATTERTEXT, CONVOKIT = "pycorpdiff", "scattertext", "convokit.fighting_words"
WAYS = {  # what each needs, its function and options
    "ours, words, articles as clusters": (OURS, ours, {}),
    "ours, words, weeks as clusters": (OURS, ours, {"cluster": "week"}),
    "ours, words to 3, articles as clusters": (OURS, ours, {"max_words": 3}),
    "ours, words to 3, weeks as clusters": (OURS, ours, {"max_words": 3, "cluster": "week"}),
    "CountVectorizer, words": (SKLEARN, scikit, {"max_words": 1}),
    "CountVectorizer, words to 3": (SKLEARN, scikit, {"max_words": 3}),
    "pycorpdiff, words, no permutations": (PYCORPDIFF, pycorpdiff, {}),
    "pycorpdiff, words, 99 permutations": (PYCORPDIFF, pycorpdiff, {"permutations": 99}),
    "pycorpdiff, words, 999 permutations": (PYCORPDIFF, pycorpdiff, {"permutations": 999}),
    "pycorpdiff, words to 3, no permutations": (PYCORPDIFF, pycorpdiff, {"max_words": 3}),
    "scattertext, words": (SCATTERTEXT, scattertext, {"max_words": 1}),
    "scattertext, words to 2": (SCATTERTEXT, scattertext, {"max_words": 2}),
    "ConvoKit, words": (CONVOKIT, convokit, {"cv": CountVectorizer(min_df=IN_ARTICLES)}),
    "ConvoKit, 15,000 terms to 3": (CONVOKIT, convokit, {}),
}
SCORES = {
    "pycorpdiff": (PYCORPDIFF, pycorpdiff_scores, {}),
    "scattertext": (SCATTERTEXT, scattertext_scores, {}),
    "ConvoKit": (CONVOKIT, convokit_scores, {}),
}
SAME = [  # whose score, what it is, our column, theirs
    ("pycorpdiff", "occurrences in A", "count_a", "count_a"),
    ("pycorpdiff", "log ratio, no occurrence added, terms of both", "estimate", "unsmoothed"),
    ("pycorpdiff", "log ratio as it is, half an occurrence added", "estimate", "log_ratio"),
    ("pycorpdiff", "G2 of four cells", "g2", "g2"),
    ("pycorpdiff", "G2 as it is, of two cells", "g2", "rayson"),
    ("scattertext", "G2", "g2", "g2"),
    ("scattertext", "Monroe's z, with two more terms in its variance", "monroe_z", "z"),
    ("ConvoKit", "Monroe's z", "monroe_z", "z-score"),
]


def go_alone(name: str, folder: Path) -> None:
    """Go one way, in the process this is called in; leave a report, and the table if it is one of scores."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    module, function, options = (WAYS | SCORES)[name]
    try:
        import_module(module)
    except ImportError as error:
        (folder / "report.json").write_text(json.dumps({"failed": f"not there ({error})"}))
        return
    articles = pd.DataFrame(json.loads((folder / ("words.json" if name in SCORES else "articles.json")).read_text()))
    report, wall, cpu = {}, time.perf_counter(), time.process_time()
    try:
        table = function(articles, **options)
        report["terms"] = len(table)
    except MemoryError as error:
        report["failed"] = f"out of memory ({error})"
    report |= {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    # Not from getrusage, which in a child begins with what the parent held.
    report["peak"] = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1_000
    if name in SCORES and "terms" in report:
        (folder / "table.json").write_text(json.dumps({"term": table.index.tolist(), **table.to_dict("list")}))
    (folder / "report.json").write_text(json.dumps(report))


def go(name: str, folder: Path, peers: str | None) -> dict[str, Any]:
    """Go one way in a process of its own; return its report."""
    python = sys.executable if (WAYS | SCORES)[name][0] in (OURS, SKLEARN) else peers
    if python is None:
        return {"failed": "not there (no --peers)"}
    left = folder / "report.json"
    left.unlink(missing_ok=True)
    try:
        command = [python, __file__, "--alone", name, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return {"failed": f"not done after {SECONDS // 60} minutes"}
    if left.exists():
        return json.loads(left.read_text())
    return {"failed": f"ended with {done.returncode}: {done.stderr.strip().rpartition(chr(10))[2]}"}


def draw_articles(folder: Path, path: str, names: list[str]) -> None:
    """Leave the articles for all ways, as written and as the words we count."""
    import coverage_kit as ck
    from coverage_kit.text.tokens import find_words

    articles = ck.read_corpus(path, on_error="collect").articles
    names = names or articles["outlet"].value_counts().index[:2]
    sides = [articles[articles["outlet"] == name] for name in names]
    drawn = pd.concat([side.sample(min(len(side), MOST), random_state=0) for side in sides])
    drawn["week"] = pd.to_datetime(drawn["published"]).dt.strftime("%G-W%V").fillna("")
    drawn = drawn[["article_id", "outlet", "week", "text"]].astype(str).to_dict("list")
    words = [" ".join(word.form for word in find_words(text)) for text in drawn["text"]]
    (folder / "articles.json").write_text(json.dumps(drawn))
    (folder / "words.json").write_text(json.dumps({**drawn, "text": words}))
    each = ", ".join(f"{name} {drawn['outlet'].count(name):,}" for name in names)
    print(f"articles: {each}; {sum(text.count(' ') + 1 for text in words):,} words; {len(set(drawn['week']))} weeks")


def compare_costs(folder: Path, peers: str | None) -> None:
    print(f"\n{'':40}{'terms':>9}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}{'CPU / ours':>12}", flush=True)
    base = None
    for name in WAYS:
        report = go(name, folder, peers)
        base = base or report.get("cpu")  # of the first, which is ours
        row = f"{name:40}" + (f"{report['terms']:9,}" if "terms" in report else " " * 9)
        if "cpu" in report:
            row += f"{report['wall']:8.1f}{report['cpu']:8.1f}{report['peak']:9,.0f}"
        print(row, report.get("failed") or f"{report['cpu'] / base:11.2f}", flush=True)


def compare_scores(folder: Path, peers: str | None) -> None:
    mine = ours(pd.DataFrame(json.loads((folder / "articles.json").read_text()))).set_index("term")
    print(f"\n{'':62}{'terms':>7}{'greatest difference':>21}{'where ours is':>15}", flush=True)
    for name in SCORES:
        report = go(name, folder, peers)
        if "failed" in report:
            print(f"{name}: {report['failed']}")
            continue
        theirs = pd.DataFrame(json.loads((folder / "table.json").read_text())).set_index("term").reindex(mine.index)
        for _, what, own, column in (row for row in SAME if row[0] == name):
            kept = mine[["count_a", "count_b"]].all(axis=1) if column == "unsmoothed" else mine[own].notna()
            apart = (mine[own] - theirs[column]).abs()[kept]
            print(f"{f'{name}: {what}':62}{apart.count():7,}{apart.max():21.1e}{mine[own][apart.idxmax()]:15.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", metavar="ARTICLES")
    parser.add_argument("names", metavar="A B", nargs="*")
    parser.add_argument("--peers", metavar="PYTHON")
    given = parser.parse_args()
    if len(given.names) not in (0, 2):
        parser.error(f"{given.names}: give two outlets, or none for the two largest")
    with tempfile.TemporaryDirectory() as folder:
        draw_articles(Path(folder), given.path, given.names)
        compare_costs(Path(folder), given.peers)
        compare_scores(Path(folder), given.peers)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        go_alone(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
