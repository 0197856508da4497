"""Fixtures that every part of the suite may ask for."""

import pytest


@pytest.fixture
def cast(db):
    from tests import cast as people

    return people.gather()
