import importlib
from pathlib import Path

import pytest

from coverage_kit.shipped import shipped

MODULE = importlib.import_module("coverage_kit.shipped")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library installed in tmp_path, away from its repository."""
    monkeypatch.setattr(MODULE.resources, "files", lambda package: tmp_path / "site" / package)
    monkeypatch.setattr(MODULE, "REPOSITORY", tmp_path / "repository")
    return tmp_path / "site" / "coverage_kit" / "_shipped"


def test_in_the_repository_its_own_folders_are_found():
    root = Path(__file__).resolve().parents[1]
    assert shipped("data", "summit") == root / "data" / "summit"
    assert shipped("notebooks") == root / "notebooks"


def test_what_is_installed_comes_before_the_repository(installed: Path, tmp_path: Path):
    (tmp_path / "repository" / "data").mkdir(parents=True)
    assert shipped("data") == tmp_path / "repository" / "data"
    (installed / "data").mkdir(parents=True)
    assert shipped("data") == installed / "data"


def test_what_is_nowhere_is_named_with_both_places(installed: Path, tmp_path: Path):
    with pytest.raises(FileNotFoundError) as error:
        shipped("data", "nothing")
    assert str(error.value) == (
        f"data/nothing is neither in {installed} nor in {tmp_path / 'repository'}. "
        "Install coverage-kit again from its wheel"
    )
