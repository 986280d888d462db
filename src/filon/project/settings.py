"""Settings: everything an installation can change comes from the environment."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from filon.project import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
FILON_HOME = Path(env.text("FILON_HOME") or "var").absolute()
FILON_MEDIA = FILON_HOME / "media"
DEBUG = env.flag("FILON_DEBUG", default=False)
FILON_URL = env.text("FILON_URL")
# The address that mails lead to.
FILON_BASE_URL = FILON_URL.rstrip("/") or (
    f"http://127.0.0.1:{env.number('FILON_PORT', 8000, low=1, high=65535)}"
)
FILON_FETCH_ALLOW = env.networks("FILON_FETCH_ALLOW")
FILON_TRUSTED_PROXIES = env.networks("FILON_TRUSTED_PROXIES")
SERVED_OVER_HTTPS = FILON_URL.startswith("https://")


def secret_key() -> str:
    """Return the key from the environment, else one made once in the data folder."""
    given = env.text("FILON_SECRET_KEY")
    if given:
        return given
    path = FILON_HOME / "secret_key"
    if not path.exists():
        FILON_HOME.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.words("FILON_ALLOWED_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [FILON_URL.rstrip("/")] if SERVED_OVER_HTTPS else []

INSTALLED_APPS = [
    "filon.web",
    "filon.accounts",
    "filon.journal",
    "filon.files",
    "filon.mail",
    "filon.jobs",
    "filon.documents",
    "filon.search",
    "filon.directory",
    "filon.catalog",
    "filon.coordination",
    "filon.watch",
    "filon.plans",
    "filon.deals",
    "filon.prospecting",
    "filon.needs",
    "filon.offers",
    "filon.contracts",
    "filon.loyalty",
    "filon.intake",
    "filon.measure",
    "filon.certification",
    "filon.desk",
    "filon.project",
    "allauth",
    "allauth.account",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "filon.web.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "filon.accounts.middleware.language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "filon.project.urls"
WSGI_APPLICATION = "filon.project.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_LOADERS: list[Any] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "filon.project.shell.shell",
            ],
        },
    }
]

DATABASES = {"default": env.database(env.text("DATABASE_URL"), FILON_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "filon_cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["filon.accounts.backends.EmailBackend"]
PASSWORD_HASHERS = ["filon.accounts.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "filon.accounts.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation."
        "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "first_name", "last_name"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_ADAPTER = "filon.accounts.adapter.ClosedSignup"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": False, "login_failed": False}

SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVED_OVER_HTTPS
if SERVED_OVER_HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# One installation does not speak for the other hosts of its domain.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("FILON_TIME_ZONE") or "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = env.text("FILON_STATIC_ROOT") or None
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "filon.web.static_files.HashedNames"},
}
MEDIA_ROOT = FILON_MEDIA
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_HANDLERS = [
    "filon.files.uploads.RequestCap",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

EMAIL_BACKEND = "filon.mail.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = env.text("FILON_MAIL_FROM") or "filon@localhost"
FILON_SMTP_URL = env.text("FILON_SMTP_URL")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "filon.web.logs.Discreet",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.text("FILON_LOG_LEVEL") or "WARNING",
    },
}
