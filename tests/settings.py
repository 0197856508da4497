"""The product's settings, in a data folder of the test run's own; OTKLIK_TEST_DATABASE=postgres starts PostgreSQL.

The server is started here because pytest-django reads the settings before any conftest is imported.
"""

import atexit
import contextlib
import os
import tempfile

os.environ.setdefault("OTKLIK_DATA", tempfile.mkdtemp(prefix="otklik-tests-"))
os.environ.setdefault("OTKLIK_SECRET_KEY", "tests-only-key-tests-only-key-tests-only-key")
os.environ.setdefault("OTKLIK_VERIFY_SENDERS", "0")

if os.environ.get("OTKLIK_TEST_DATABASE") == "postgres" and not os.environ.get("OTKLIK_TEST_DATABASE_URL"):
    from tests.peers import postgres

    _servers = contextlib.ExitStack()
    os.environ["OTKLIK_TEST_DATABASE_URL"] = _servers.enter_context(postgres.server())
    atexit.register(_servers.close)

from otklik.project.config import databases  # noqa: E402 -- after the environment is set
from otklik.project.settings import *  # noqa: E402, F403 -- settings are composed by import, Django's way
from otklik.project.settings import DATABASES  # noqa: E402 -- after the environment is set

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if os.environ.get("OTKLIK_TEST_DATABASE_URL"):
    DATABASES["default"] = databases(os.environ["OTKLIK_TEST_DATABASE_URL"])
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Rolled-back transactions give the same ids again: a cache by id would remember another test's rows.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
