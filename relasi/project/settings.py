"""Settings, all from the environment; docs/reference/settings.md lists each of them."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

HOME = Path(os.environ.get("RELASI_HOME", Path.home() / ".relasi"))


def flag(name: str, *, default: bool) -> bool:
    """A yes-or-no from the environment, refused in words when it is neither."""
    value = os.environ.get(name, str(int(default)))
    if value not in {"0", "1"}:
        raise ValueError(f"{name}={value} is neither 0 nor 1.")
    return value == "1"


def database(url: str) -> dict[str, object]:
    """Django's database settings from a postgresql:// address."""
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "relasi",
        "USER": query.pop("user", unquote(parts.username or "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
        "TEST": {"NAME": os.environ.get("RELASI_TEST_DATABASE")},
    }


def secret() -> str:
    """The signing key: from the environment, or the file the first start wrote."""
    if value := os.environ.get("RELASI_SECRET"):
        return value
    path = HOME / "secret"
    return path.read_text().strip() if path.exists() else "not-yet-initialised"


DEBUG = flag("RELASI_DEBUG", default=False)
SECRET_KEY = secret()
BASE_URL = os.environ.get("RELASI_URL", "http://localhost:8000")
ALLOWED_HOSTS = [h for h in os.environ.get("RELASI_HOSTS", "").split(",") if h] or [
    "localhost",
    "127.0.0.1",
    urlsplit(BASE_URL).hostname or "localhost",
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "relasi_session"
CSRF_COOKIE_NAME = "relasi_csrf"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "relasi.ui",
    "relasi.accounts",
    "relasi.contacts",
    "relasi.consent",
    "relasi.timeline",
    "relasi.commerce",
    "relasi.insight",
    "relasi.audience",
    "relasi.messaging",
    "relasi.campaigns",
    "relasi.connectors.smtp",
    "relasi.reports",
    "relasi.project",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "relasi.project.urls"
WSGI_APPLICATION = "relasi.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["relasi.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "relasi.project.context.shell",
            ],
        },
    }
]
DATABASES = {"default": database(os.environ.get("RELASI_DATABASE_URL", "postgresql:///relasi"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("id", _("Bahasa Indonesia"))]
LANGUAGE_COOKIE_NAME = "relasi_language"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "files"

# Each package keeps its jobs in a module of that name; the worker imports them all.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
