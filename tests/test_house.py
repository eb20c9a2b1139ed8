"""The house: what may import what, how large things may grow, what every public name must say."""

import ast
import inspect
import json
import re
from pathlib import Path

import pytest

import coverage_kit as ck

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "coverage_kit"
MODULES = {".".join(p.relative_to(SOURCE.parent).with_suffix("").parts): p for p in SOURCE.rglob("*.py")}
TREES = {name: ast.parse(path.read_text()) for name, path in MODULES.items()}

# The floors, the lowest first; rooms on one floor do not import each other.
FLOORS = [
    {"text", "stats", "figures", "lexicons", "page", "shipped"},
    {"corpus", "result"},
    {"readers", "prepare", "measures"},
    {"cli", "report", "datasets"},
    {"__init__"},
]
# The command line calls the report.
ALLOWED_ON_ONE_FLOOR = {("cli", "report")}


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def floor(module: str) -> int:
    return next(height for height, rooms in enumerate(FLOORS) if room(module) in rooms)


def imports(module: str) -> set[str]:
    """Every module of the package that a module imports, inside functions too."""
    found = set()
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {
                f"{node.module}.{a.name}" if f"{node.module}.{a.name}" in MODULES else node.module for a in node.names
            }
    return {name for name in found if name.split(".")[0] == "coverage_kit"}


def functions(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def code_lines(function: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    signature = function.body[0].lineno - function.lineno
    return signature + (body[-1].end_lineno - body[0].lineno + 1 if body else 0)


def test_every_module_has_a_floor():
    assert {room(module) for module in MODULES} <= set.union(*FLOORS)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_point_down(module):
    for target in imports(module):
        inside = room(target) == room(module) and room(module) not in ("corpus", "result")
        allowed = inside or (room(module), room(target)) in ALLOWED_ON_ONE_FLOOR or floor(target) < floor(module)
        assert allowed, f"{module} imports {target}"


def test_no_relative_imports():
    for module, tree in TREES.items():
        levels = [node.level for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert not any(levels), module


def test_no_import_cycles():
    graph = {module: imports(module) & set(MODULES) for module in MODULES}
    done, path = set(), []

    def visit(module):
        assert module not in path, " -> ".join([*path, module])
        if module not in done:
            path.append(module)
            for target in graph[module]:
                visit(target)
            path.pop()
            done.add(module)

    for module in graph:
        visit(module)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_modules_stay_small(module):
    assert len(MODULES[module].read_text().splitlines()) <= 450


def test_functions_stay_small():
    sizes = {f"{m}.{f.name}": code_lines(f) for m, tree in TREES.items() for f in functions(tree)}
    assert {name: size for name, size in sizes.items() if size > 60} == {}
    assert sum(size > 40 for size in sizes.values()) <= 0.05 * len(sizes)


def test_at_most_three_positional_parameters():
    for module, tree in TREES.items():
        for function in functions(tree):
            if function.name.startswith("_"):
                continue
            named = [a.arg for a in (*function.args.posonlyargs, *function.args.args) if a.arg not in ("self", "cls")]
            # What is split, which terms, between whom: decompose(corpus, "sanction*", "Daily A", "Daily B").
            most = 4 if function.name == "decompose" else 3
            assert len(named) <= most, f"{module}.{function.name}{named}"


def test_no_bare_except():
    for module, tree in TREES.items():
        handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
        assert all(handler.type is not None for handler in handlers), module


def test_front_door_defines_nothing():
    tree = TREES["coverage_kit.__init__"]
    assert len(MODULES["coverage_kit.__init__"].read_text().splitlines()) <= 80
    assert not [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def test_import_is_lazy():
    """Importing the package imports none of its modules, nor a heavy library."""
    import subprocess
    import sys

    code = (
        "import sys, coverage_kit; heavy = {'pandas', 'sklearn', 'plotly', 'numpy', 'scipy'} & set(sys.modules);"
        "own = {m for m in sys.modules if m.startswith('coverage_kit.')}; print(sorted(heavy | own))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


PUBLIC = [name for name in ck.__all__ if not inspect.ismodule(getattr(ck, name))]
PUBLIC_FUNCTIONS = {**{name: getattr(ck, name) for name in PUBLIC}, "datasets.load_summit": ck.datasets.load_summit}


@pytest.mark.parametrize("name", sorted(PUBLIC_FUNCTIONS))
def test_public_names_are_documented(name):
    text = inspect.getdoc(PUBLIC_FUNCTIONS[name]) or ""
    takes_arguments = name == "CorpusError" or bool(inspect.signature(PUBLIC_FUNCTIONS[name]).parameters)
    sections = ["Returns", "Examples", *(["Parameters"] if takes_arguments else [])]
    for section in sections:
        assert re.search(rf"^{section}\n-+$", text, re.M), f"{name} has no section {section}"
    assert ">>> " in text


@pytest.mark.parametrize("name", sorted(set(PUBLIC_FUNCTIONS) - {"CorpusError"}))
def test_public_parameters_are_documented(name):
    text = inspect.getdoc(PUBLIC_FUNCTIONS[name])
    for parameter in inspect.signature(PUBLIC_FUNCTIONS[name]).parameters:
        documented = re.search(rf"^(\w+, )*\**{parameter}(, \w+)*( :.*)?$", text, re.M)
        assert documented or parameter.startswith("_"), f"{name} does not document {parameter}"


def test_public_names_stand_in_a_notebook():
    code = ""
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        code += "".join("".join(c["source"]) for c in json.loads(path.read_text())["cells"] if c["cell_type"] == "code")
    shown_by_others = {"Corpus", "CorpusError", "Result", "TopicModel"}  # what the functions take, return and raise
    missing = [name for name in PUBLIC_FUNCTIONS if name not in shown_by_others and f"ck.{name}(" not in code]
    assert missing == []


def test_stub_and_source_agree():
    """Each name in the stub is defined where the stub says."""
    for node in ast.parse((SOURCE / "__init__.pyi").read_text()).body:
        assert isinstance(node, ast.ImportFrom)
        if node.module:
            tree = TREES[f"coverage_kit.{node.module}"]
            defined = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
            assert {alias.name for alias in node.names} <= defined


def test_source_speaks_of_itself_alone():
    """No path of a machine and no package registry stands in the source."""
    for path in MODULES.values():
        assert not re.search(r"/(?:home|Users|tmp|root|work)/|pypi|pythonhosted|anaconda\.org", path.read_text()), (
            path.name
        )
