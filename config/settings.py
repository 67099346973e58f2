"""Every setting comes from the environment (or a `.env` file); docs/operating.md lists them all."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "only-for-development" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it to a long random text, or run `make run`, which writes one into .env; "
        "DEBUG=true does without one, for development only."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
HTTPS = env.bool("HTTPS", not DEBUG)
DEMO = env.bool("DEMO", False)
SECOND_PAIR_OF_EYES = env.bool("SECOND_PAIR_OF_EYES", False)
INVITATION_DAYS = env.int("INVITATION_DAYS", 14)
SIGN_UP = env.bool("SIGN_UP", False)
SITE_URL = env.str("SITE_URL", "")
WEBHOOK_PRIVATE_ADDRESSES = env.bool("WEBHOOK_PRIVATE_ADDRESSES", False)
CALIBRATION_REQUIRED = env.bool("CALIBRATION_REQUIRED", False)
RETENTION_DAYS = env.int("RETENTION_DAYS", 0)
RETENTION_SPARES_PRACTICE = env.bool("RETENTION_SPARES_PRACTICE", False)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "questions",
    "interviews",
    "practice",
    "integrations",
    "analysis",
    "operations",
]

MIDDLEWARE = [
    "operations.middleware.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "operations.middleware.Requests",
    "config.middleware.SamePolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.PrivatePages",
    "config.middleware.Bounds",
    "config.middleware.HtmxProtocol",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
            "builtins": ["config.addresses", "config.icons", "config.remembered", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "config.sqlite3"
    # A transaction that reads first and writes later fails under load unless it takes the write lock at its start.
    _options = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["ENGINE"] = "config.postgresql"
    # PostgreSQL plans a query once for a connection, and not each time it is asked.
    _options = {"server_side_binding": True, "prepare_threshold": 5}
DATABASES["default"]["OPTIONS"] = _options | DATABASES["default"].get("OPTIONS", {})
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_KEEP_SECONDS", 60)
# PostgreSQL may have been restarted since the last request; to ask costs a fraction of a millisecond, SQLite nothing.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "config.accounts.Accounts"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURES", 8)
AXES_COOLOFF_TIME = env.float("LOGIN_COOLOFF_HOURS", 0.25)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = bool(SECURE_HSTS_SECONDS)
SECURE_REFERRER_POLICY = "same-origin"
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# An answer may hold 200,000 characters, each up to four bytes and percent-encoded.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# Files go to the disk while they come in, whoever sends them and wherever to: a document of 50 MB and its form.
LARGEST_REQUEST = 51_000_000

LANGUAGE_CODE = "en-gb"
# There is one language, and each number of a page would ask which. Dates stay British; Django's own few words are
# American.
USE_I18N = False
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
# Recordings lie here. No address leads to the folder: they are handed out by a view, to whom they belong.
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "config.storage.WholeFiles"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "config.storage.HashedFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

LOG_LEVEL = env.str("LOG_LEVEL", "WARNING")
LOG_FORMAT = env.str("LOG_FORMAT", "lines")
LOG_REQUESTS = env.bool("LOG_REQUESTS", LOG_FORMAT == "json")
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", 0)
METRICS = env.bool("METRICS", False)
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
FORMATTERS = {"lines": {"()": "operations.logs.Lines"}, "json": {"()": "operations.logs.JsonLines"}}
if LOG_FORMAT not in FORMATTERS:
    raise ImproperlyConfigured(f"LOG_FORMAT is “{LOG_FORMAT}”. Set it to {' or '.join(FORMATTERS)}.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": FORMATTERS,
    "filters": {"numbered": {"()": "operations.logs.Numbered"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["numbered"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Django and the server have handlers of their own, which would write addresses as they are.
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "uvicorn": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "uvicorn.access": {"handlers": [], "propagate": False},
        "operations.requests": {"level": "INFO" if LOG_REQUESTS else "WARNING"},
    },
}
