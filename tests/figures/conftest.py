import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from plotly.graph_objects import Figure


def _leaves(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        assert "bdata" not in node
        for value in node.values():
            yield from _leaves(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _leaves(value)
    else:
        yield node


@pytest.fixture
def stored() -> Callable[[Figure], str]:
    """Return a figure as a notebook stores it, having checked that nothing but plain values is in it."""

    def check(figure: Figure) -> str:
        assert {type(leaf) for leaf in _leaves(figure.to_plotly_json())} <= {str, int, float, bool, type(None)}
        text = figure.to_json()
        for leaf in _leaves(json.loads(text)):
            if isinstance(leaf, float):
                assert leaf == float(f"{leaf:.6g}")
        return text

    return check
