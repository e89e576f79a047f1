"""One settings file. Everything an installation may change comes from JIEFEN_* environment variables (docs/deploy.md)."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from jiefen.config.databases import database_settings
from jiefen.config.language_model import language_model_settings
from jiefen.config.secrets import load_secrets

ROOT = Path(__file__).resolve().parents[3]
DATA_FOLDER = Path(os.environ.get("JIEFEN_DATA", ROOT / "var"))
DATA_FOLDER.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("NUMBA_CACHE_DIR", str(DATA_FOLDER / "numba"))  # compiled loops (engine/compiled)
SECRETS = load_secrets(DATA_FOLDER)
SECRET_KEY = SECRETS.secret_key

DEBUG = os.environ.get("JIEFEN_DEBUG") == "1"
HOSTS = os.environ.get("JIEFEN_HOSTS", "")
ALLOWED_HOSTS = HOSTS.split(",") if HOSTS else ["*"]
HTTPS = os.environ.get("JIEFEN_HTTPS") == "1"  # set it behind a reverse proxy that speaks TLS
DEMO = os.environ.get("JIEFEN_DEMO") == "1"  # the demo shows its sign-ins on the sign-in page

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "jiefen.shared.jobs",
    "jiefen.shared.live_topics",
    "jiefen.audit",
    "jiefen.accounts",
    "jiefen.notify",
    "jiefen.statutes",
    "jiefen.estates",
    "jiefen.ledger",
    "jiefen.service_log",
    "jiefen.collection",
    "jiefen.lawyers",
    "jiefen.chat",
    "jiefen.articles",
    "jiefen.consultations",
    "jiefen.area_learning",
    "jiefen.web.ui",
    "jiefen.web.portal",
    "jiefen.web.workbench",
    "jiefen.web.chat",
    "jiefen.web.desk",
    "jiefen.web.ops",
    "jiefen.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiefen.web.session.ActorMiddleware",
    "jiefen.web.api.joining.ApiOnFirstCall",
    "jiefen.web.errors.RefusalMiddleware",
]

ROOT_URLCONF = "jiefen.config.urls"
WSGI_APPLICATION = None
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["jiefen.web.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "jiefen.web.session.actor_context",
            ],
        },
    }
]

DATABASES = {"default": database_settings(os.environ.get("JIEFEN_DATABASE_URL", ""), DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["jiefen.accounts.backends.MembershipBackend"]
PASSWORD_HASHERS = ["jiefen.accounts.hashers.ThriftyArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_FOLDER / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_FOLDER / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PRIVATE_FILES = DATA_FOLDER / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "jiefen.web.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

JOBS_IN_PROCESS = os.environ.get("JIEFEN_JOBS", "in-process") == "in-process"
JOBS_REDIS_URL = os.environ.get("JIEFEN_REDIS_URL", "")
LIVE_RATE_FACTOR = int(os.environ.get("JIEFEN_LIVE_RATE_FACTOR", "1"))  # times the rates of rules/tables/chat.toml
LANGUAGE_MODEL = language_model_settings(os.environ)  # empty: no model anywhere, which is how it ships

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"jiefen": {"level": "INFO"}},
}
