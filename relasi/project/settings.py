"""Settings, all from the environment; docs/reference/settings.md lists each of them."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from relasi.kernel import environment

HOME = Path(os.environ.get("RELASI_HOME", Path.home() / ".relasi"))


def database(url: str) -> dict[str, object]:
    """Django's database settings from a postgresql:// address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise environment.BadSetting(
            "RELASI_DATABASE_URL is not an address of PostgreSQL. "
            "Write it as postgresql://user:password@host:5432/name."
        )
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
    """The signing key: from the environment, or the file the first start wrote.

    Without either (styles are built, words are gathered) a key that nobody knows and that
    nothing outlives; the roles refuse to start with it, see `roles.py`.
    """
    path = HOME / "secret"
    known = os.environ.get("RELASI_SECRET") or (path.read_text().strip() if path.exists() else "")
    return known or secrets.token_urlsafe(48)


def origin(url: str) -> str:
    """Scheme, host and port of an address, as browsers send it."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise environment.BadSetting(
            f"RELASI_URL={url} is not an address. Write it as https://crm.example.org."
        )
    return f"{parts.scheme}://{parts.netloc}"


DEBUG = environment.flag("RELASI_DEBUG", default=False)
SECRET_KEY = secret()
BASE_URL = os.environ.get("RELASI_URL", "http://localhost:8000")
ORIGIN = origin(BASE_URL)
# The supervisor asks for /health/ as localhost, whatever the house is called outside.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", urlsplit(ORIGIN).hostname or ""]
ALLOWED_HOSTS += environment.words("RELASI_HOSTS")
CSRF_TRUSTED_ORIGINS = [ORIGIN]
SECURE = ORIGIN.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "relasi_session"
CSRF_COOKIE_NAME = "relasi_csrf"
# Believed only when somebody said how many web servers of their own stand in front.
PROXIES = environment.number("RELASI_PROXIES", 0, most=10)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
# What is sent to addresses that somebody typed goes to public ones and to these networks.
PRIVATE_NETWORKS = environment.networks("RELASI_PRIVATE_NETWORKS")
# Asked whether the domains of addresses take mail; where none is named, nobody is asked.
RESOLVERS = environment.name_servers("RELASI_RESOLVER")
# A database of where network addresses are (.mmdb); without it no place of anybody is kept.
GEO = os.environ.get("RELASI_GEO", "")

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
    "relasi.privacy",
    "relasi.consent",
    "relasi.timeline",
    "relasi.commerce",
    "relasi.insight",
    "relasi.audience",
    "relasi.messaging",
    "relasi.campaigns",
    "relasi.requests",
    "relasi.connectors.smtp",
    "relasi.connectors.webhooks",
    "relasi.connectors.databases",
    "relasi.connectors.exports",
    "relasi.console",
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
    "relasi.project.readable.ReadableMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "relasi.accounts.signing_in.person.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "relasi.ui.middleware.ToastMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "relasi.project.errors.ErrorsMiddleware",
    "relasi.project.whole_or_nothing.WholeOrNothingMiddleware",
]
ROOT_URLCONF = "relasi.project.urls"
WSGI_APPLICATION = "relasi.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "relasi.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "relasi.accounts.shell.context.house",
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
CSRF_FAILURE_VIEW = "relasi.project.errors.csrf_failed"
PASSWORD_HASHERS = ["relasi.accounts.signing_in.hashing.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
        "UserAttributeSimilarityValidator": {"user_attributes": ("name", "email")},
    }.items()
]
SESSION_COOKIE_AGE = 14 * 24 * 3600

# Staff come by invitation; mail to them goes the way the installation's own mail goes.
EMAIL_BACKEND = "relasi.accounts.signing_in.postman.Postman"
ACCOUNT_ADAPTER = "relasi.accounts.signing_in.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger cannot have us write to strangers
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
# Failed sign-ins: 10 a minute from one address, 5 in five minutes for one account.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
# Counted in the database, so that every process and every restart keeps the count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
USERSESSIONS_ADAPTER = "relasi.accounts.signing_in.adapters.SessionsAdapter"
MFA_ADAPTER = "relasi.accounts.signing_in.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # browsers themselves allow only localhost
MFA_RECOVERY_CODES_SHOW_ONCE = True

SOCIALACCOUNT_ADAPTER = "relasi.accounts.signing_in.adapters.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # a verified address opens the seat of that address
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
OIDC_URL = os.environ.get("RELASI_OIDC_URL", "")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "company",
                "name": os.environ.get("RELASI_OIDC_NAME", "Company sign-in"),
                "client_id": os.environ.get("RELASI_OIDC_CLIENT", ""),
                "secret": os.environ.get("RELASI_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_URL},
            }
        ]
        if OIDC_URL
        else [],
    }
}

# Scripts, styles, pictures and connections of our own house only; nothing inline.
OIDC_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_URL)) if OIDC_URL else ""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF, OIDC_ORIGIN] if OIDC_ORIGIN else [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("id", _("Bahasa Indonesia"))]
# Named here, our words go before those of Django and allauth for the same English.
PACKAGES = Path(__file__).resolve().parent.parent
LOCALE_PATHS = sorted([*PACKAGES.glob("*/locale"), *PACKAGES.glob("*/*/locale")])
LANGUAGE_COOKIE_NAME = "relasi_language"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# Collected by `relasi up`; before that (tests, development) straight from the packages.
COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = HOME / "files"

# What goes wrong is written down: each role's stderr is its log under RELASI_HOME.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Refusals (4xx) name addresses, and some addresses are secrets.
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "procrastinate": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "relasi": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}

# Each package keeps its jobs in a module of that name; the worker imports them all.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
