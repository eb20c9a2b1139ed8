import pytest
from hypothesis import HealthCheck, settings

# How long an example takes is the machine's business: speed is measured in benchmarks/.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def own_ipython_folder(tmp_path_factory):
    """Keep kernels away from the user's IPython profile, which may not be there or not be writable."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        yield
