import pytest


@pytest.fixture(scope="session", autouse=True)
def own_ipython_folder(tmp_path_factory):
    """Keep kernels away from the user's IPython profile, which may not be there or not be writable."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        yield
