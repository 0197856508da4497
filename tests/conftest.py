"""Fixtures that every part of the suite may ask for."""

import pytest


@pytest.fixture
def cast(db):
    from tests import cast as people

    return people.gather()


@pytest.hookimpl(trylast=True)  # after those that say what is a peer
def pytest_collection_modifyitems(items):
    """Real servers and a browser on a busy machine: what failed once is asked again, and a fault fails three times."""
    for item in items:
        if item.get_closest_marker("peers"):
            item.add_marker(pytest.mark.flaky(reruns=2))
