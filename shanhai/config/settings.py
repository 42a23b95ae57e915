"""Django's settings: what differs between offices comes from the environment, the rest is said here."""

from pathlib import Path

from shanhai.access import keys
from shanhai.config import environment

HOME: Path = environment.home_folder()
KEYS_FOLDER = keys.folder(HOME)
EXAMPLES: Path = environment.CHECKOUT / "examples"
SECRET_KEY = keys.signing_key(KEYS_FOLDER)

DEBUG = False
HOST = environment.text("SHANHAI_HOST", "127.0.0.1")
PORT = environment.whole_number("SHANHAI_PORT", 8000, 1, 65535)
SHANHAI_ENGINE = environment.one_of("SHANHAI_ENGINE", "local", ("local",))
# The site is reached by whatever name the office gives the machine it listens on.
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    HOST,
    *environment.words("SHANHAI_ALLOWED_HOSTS"),
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "shanhai.regions",
    "shanhai.access",
    "shanhai.journal",
    "shanhai.sources",
    "shanhai.accords",
    "shanhai.exchange",
    "shanhai.delivery",
    "shanhai.results",
    "shanhai.briefing",
    "shanhai.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "shanhai.web.shell.ChineseFirstMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shanhai.journal.request_id.RequestIdMiddleware",
    "shanhai.api.errors.ShapeMiddleware",
    "shanhai.web.shell.FrameMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shanhai.web.shell.LoginMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "shanhai.config.urls"
WSGI_APPLICATION = "shanhai.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shanhai.web.shell.house",
            ],
        },
    }
]

DATABASES = {"default": environment.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
CSRF_FAILURE_VIEW = "shanhai.web.shell.csrf_failed"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

# Five wrong passwords for one account from one address close that door for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "access/locked.html"
AXES_VERBOSE = False
# The journal says who came and went; beside it no table keeps names or addresses of pages in clear.
AXES_USERNAME_CALLABLE = "shanhai.access.attempts.attempted_name"
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "next"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "web" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
# Files are served from the package itself, so that a clone needs no collecting step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = HOME / "files"

DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Triggers in the database refuse to change or delete a journal entry.
JOURNAL_GUARDED = True

SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A page that is not there is the visitor's business, not the operator's.
    "loggers": {"django.request": {"level": "ERROR"}},
}
