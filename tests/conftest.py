"""Fixtures that every part of the suite may ask for."""

import pytest

from tests import cast as people


@pytest.fixture
def cast(db) -> people.Cast:
    return people.gather()
