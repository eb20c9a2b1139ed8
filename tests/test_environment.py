"""What is said about the project in several places is the same in all of them."""

import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def required() -> dict[str, str]:
    """Every requirement and its bounds, those of the extras as well."""
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    parsed = [Requirement(line) for line in [*PROJECT["dependencies"], *extras]]
    return {canonicalize_name(r.name): str(r.specifier) for r in parsed if r.name != PROJECT["name"]}


def test_the_conda_environment_has_the_same_requirements():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    *conda, last = environment["dependencies"]
    *pip, itself = last["pip"]
    parsed = [Requirement(line) for line in [*conda, *pip]]
    bounds = {canonicalize_name(requirement.name): str(requirement.specifier) for requirement in parsed}
    assert environment["name"] == PROJECT["name"]
    assert bounds.pop("python") == PROJECT["requires-python"]
    assert bounds.pop("pip") == ""
    assert bounds == required()
    assert itself == "-e ."


def test_the_constraints_pin_every_requirement_within_its_bounds():
    text = (ROOT / "constraints.txt").read_text("utf-8")
    pinned: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([\w.!+]+)", text, flags=re.MULTILINE):
        pinned.setdefault(canonicalize_name(name), []).append(version)
    assert set(required()) <= set(pinned)
    for name, bounds in required().items():
        assert all(Requirement(f"{name}{bounds}").specifier.contains(version) for version in pinned[name]), name
    assert text.count("==") <= text.count("--hash=sha256:")


def test_the_citation_is_of_this_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]
    assert citation["authors"] == [{"name": author["name"]} for author in PROJECT["authors"]]
