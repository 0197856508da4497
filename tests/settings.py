"""The product's settings, in a data folder of the test run's own; the database by OTKLIK_TEST_DATABASE."""

import os
import tempfile

os.environ.setdefault("OTKLIK_DATA", tempfile.mkdtemp(prefix="otklik-tests-"))
os.environ.setdefault("OTKLIK_SECRET_KEY", "tests-only-key-tests-only-key-tests-only-key")
os.environ.setdefault("OTKLIK_VERIFY_SENDERS", "0")

from otklik.project.settings import *  # noqa: E402, F403 -- settings are composed by import, Django's way
from otklik.project.settings import DATABASES  # noqa: E402 -- after the environment is set

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if os.environ.get("OTKLIK_TEST_DATABASE_URL"):
    from otklik.project.config import databases

    DATABASES["default"] = databases(os.environ["OTKLIK_TEST_DATABASE_URL"])
DATABASES["default"]["CONN_MAX_AGE"] = 0
