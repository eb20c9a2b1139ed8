"""The wheel carries the library, its notebooks and its data, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PASSED_OVER = {"__pycache__", ".ipynb_checkpoints"}


def files_below(folder: str, to: str) -> set[str]:
    """Return the files below a folder of the repository under the names they have in the wheel."""
    root = ROOT / folder
    paths = [path.relative_to(root) for path in root.rglob("*") if path.is_file()]
    return {f"{to}/{path.as_posix()}" for path in paths if not PASSED_OVER & set(path.parts)}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_library_its_notebooks_and_its_data_are_in_the_wheel(names: set[str]):
    expected = (
        files_below("src/coverage_kit", "coverage_kit")
        | files_below("notebooks", "coverage_kit/_shipped/notebooks")
        | files_below("data", "coverage_kit/_shipped/data")
    )
    library = {name for name in names if name.startswith("coverage_kit/")}
    assert {name for name in library if not PASSED_OVER & set(name.split("/"))} == expected
    for needed in ("page.py", "py.typed", "__init__.pyi", "lexicons/cues.csv"):
        assert f"coverage_kit/{needed}" in library
    assert "coverage_kit/_shipped/notebooks/01_compare_coverage.ipynb" in library


def test_nothing_else_is_in_the_wheel(names: set[str]):
    rest = {name for name in names if not name.startswith("coverage_kit/")}
    assert {name.split("/", 1)[1] for name in rest} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }
