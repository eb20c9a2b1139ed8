"""Compare how news outlets covered the same stories: topics, sources and term salience.

Files become a `Corpus` (`read_corpus`), verbs prepare it (`clean`), nouns measure it and return a `Result`
(`salience`, `sources`, `topics` …): a tidy table with intervals, a figure and the passages behind every number.

What stands here, and where it lives, is listed in ``__init__.pyi``; a module is imported when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
