"""The suite's settings: the same house with a throwaway home, fast passwords and no log-in delay."""

import os
import tempfile

os.environ["SHANHAI_HOME"] = tempfile.mkdtemp(prefix="shanhai-test-")

from shanhai.config import environment
from shanhai.config.settings import *  # noqa: F403 - settings are one flat list by design

# The suite empties its tables between tests; the guard has tests of its own.
JOURNAL_GUARDED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if os.environ.get("SHANHAI_TEST_DATABASE_URL"):
    DATABASES = {"default": environment.database(HOME, "SHANHAI_TEST_DATABASE_URL")}  # noqa: F405
