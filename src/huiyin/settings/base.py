"""What is the same in every installation. Secrets come from the key file, never from here."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import own_files
from .gateways import Gateways, gateways_from
from .identity import identity_from
from .mail_url import mail_from_url
from .metrics import metrics_access
from .ping_url import ping_address

PACKAGE = Path(__file__).resolve().parent.parent

HUIYIN_HOME = Path(os.environ.get("HUIYIN_HOME") or "var").resolve()
# The key never lies inside the folder of state: who copies the state or a backup must not have the key with it.
# Backups lie beside the state, never in it. Name another disk: one beside what it saves is lost with it.
BACKUP_FOLDER = Path(
    os.environ.get("HUIYIN_BACKUP_FOLDER") or HUIYIN_HOME.with_name(HUIYIN_HOME.name + "-backups")
).resolve()
# Where the sets of the morning are put besides, such as a share that prints; unset: nowhere.
MORNING_FOLDER: Path | None = (
    Path(os.environ["HUIYIN_MORNING_FOLDER"]).resolve() if os.environ.get("HUIYIN_MORNING_FOLDER") else None
)

HUIYIN_KEY_FILE = Path(os.environ.get("HUIYIN_KEY_FILE") or HUIYIN_HOME.with_name(HUIYIN_HOME.name + ".key")).resolve()

# Procedures of the installation's own: `<name>@<version>.toml`, checked before use (docs/own-rules.md).
PACK_FOLDERS = [HUIYIN_HOME / "packs"]
PACK_FOLDERS += [Path(folder) for folder in os.environ.get("HUIYIN_PACKS", "").split(os.pathsep) if folder]
# Who is called when, likewise (docs/callouts.md).
CALLOUT_POLICIES = HUIYIN_HOME / "callouts"

# An outside dead-man's switch each: one that hears of both would not ring when one of them falls silent.
PING_WORKER, PING_WATCHER = (
    ping_address(name, os.environ.get(name, "")) for name in ("HUIYIN_PING_WORKER", "HUIYIN_PING_WATCHER")
)
PING_SECONDS = 60.0
METRICS = metrics_access(os.environ.get("HUIYIN_METRICS", ""))

MOCKED_TIME_ALLOWED = False
HEARTBEAT_SECONDS = 5.0  # how often the worker writes its signs of life
WATCH_SECONDS = 10.0  # how often the watcher looks whether all has happened that should have
DEBUG = False
SECRET_KEY = ""  # filled by each settings module from the key file

ALLOWED_HOSTS = [host for host in os.environ.get("HUIYIN_HOSTS", "*").split(",") if host]

ROOT_URLCONF = "huiyin.urls"
AUTH_USER_MODEL = "organisations.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "huiyin.web",
    "huiyin.kernel.ledger",
    "huiyin.kernel.calendars",
    "huiyin.kernel.clocks",
    "huiyin.kernel.vault",
    "huiyin.kernel.files",
    "huiyin.kernel.outbox",
    "huiyin.kernel.limits",
    "huiyin.organisations",
    "huiyin.procedures",
    "huiyin.documents",
    "huiyin.agenda",
    "huiyin.deliveries",
    "huiyin.cases",
    "huiyin.plans",
    "huiyin.callouts",
    "huiyin.tasks",
    "huiyin.receipts",
    "huiyin.receptions",
    "huiyin.mediation",
    "huiyin.leaders",
    "huiyin.instructions",
    "huiyin.supervision",
    "huiyin.incidents",
    "huiyin.prevention",
    "huiyin.duty",
    "huiyin.bulletins",
    "huiyin.training",
    "huiyin.support",
    "huiyin.confidential",
    "huiyin.announcements",
    "huiyin.onpaper",
    "huiyin.archive",
    "huiyin.retention",
    "huiyin.oversight",
    "huiyin.operations",
]

MIDDLEWARE = [
    *(["huiyin.operations.metering.Counted"] if METRICS else []),
    "huiyin.web.edge.KnownMethods",
    "huiyin.web.edge.PrefixedCookies",
    "django.middleware.security.SecurityMiddleware",
    "huiyin.web.edge.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huiyin.web.edge.KeptOutOfCaches",
    "huiyin.web.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huiyin.organisations.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "huiyin.web.middleware.HonestErrors",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiyin.web.context.web",
            ],
        },
    }
]

# What each room puts into the frame of a page (see huiyin.web.context); `web` knows no domain.
WEB_CONTEXT_PROVIDERS: list[str] = [
    "huiyin.cases.views.public_frame.frame",
    "huiyin.cases.views.staff_frame.provide",
    "huiyin.agenda.frame.provide",
    "huiyin.onpaper.frame.provide",
    "huiyin.tasks.frame.provide",
    "huiyin.receptions.frame.provide",
    "huiyin.leaders.frame.provide",
    "huiyin.mediation.frame.provide",
    "huiyin.instructions.frame.provide",
    "huiyin.supervision.showing.provide",
    "huiyin.oversight.frame.provide",
    "huiyin.archive.frame.provide",
    "huiyin.incidents.frame.provide",
    "huiyin.callouts.frame.provide",
    "huiyin.prevention.frame.provide",
    "huiyin.duty.frame.provide",
    "huiyin.bulletins.frame.provide",
    "huiyin.plans.frame.provide",
    "huiyin.training.frame.provide",
    "huiyin.announcements.frame.provide",
    "huiyin.support.frame.provide",
    "huiyin.confidential.frame.provide",
    "huiyin.organisations.frame.provide",
    "huiyin.cases.office_rules.frame.provide",
    "huiyin.documents.frame.provide",
    "huiyin.deliveries.frame.provide",
    "huiyin.operations.presenting.place",
    "huiyin.operations.presenting.site",
]
CSRF_FAILURE_VIEW = "huiyin.web.views.expired"

WSGI_APPLICATION = "huiyin.wsgi.application"

LANGUAGE_CODE = "zh-hans"
LANGUAGE_COOKIE_NAME = "huiyin_language"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]  # what lies outside of the rooms; each room has its own
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# argon2id of codes and passphrases of sealed reports: operations, bytes. 0.3 s on a small machine. What was sealed opens with the same alone.
SEALED_COST = (5, 64 * 1024 * 1024)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "huiyin.organisations.passwords.OwnWords"},
]
LOGIN_URL = "organisations:sign-in"
LOGIN_REDIRECT_URL = "cases:day"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_ROOT = HUIYIN_HOME / "static"
MEDIA_ROOT = HUIYIN_HOME / "files"
FILES_MAX_BYTES = int(os.environ.get("HUIYIN_FILE_MB", "10")) * 1_000_000
FILES_MAX_COUNT = 10  # a concern
FILE_UPLOAD_TEMP_DIR = None
# Begun from one network (a school) before others there wait in line.
PUBLIC_FORMS_PER_HOUR = int(os.environ.get("HUIYIN_FORMS_PER_HOUR", "3000"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

SESSION_ENGINE = "huiyin.organisations.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "huiyin_session"
CSRF_COOKIE_NAME = "huiyin_csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
# How old the last proof of who sits there may be in front of a sealed act. The operator's own rule; no law gives a number.
PROOF_MINUTES = int(os.environ.get("HUIYIN_PROOF_MINUTES", "15"))
HTTPS = os.environ.get("HUIYIN_HTTPS", "") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# A browser that came by HTTPS once comes by nothing else for so long. One that does not trust the certificate takes no notice.
SECURE_HSTS_SECONDS = int(os.environ.get("HUIYIN_HSTS_SECONDS", str(365 * 86400))) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
BEHIND_PROXY = os.environ.get("HUIYIN_BEHIND_PROXY", "") == "1"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("HUIYIN_ORIGINS", "").split(",") if origin]

SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": with it browsers send `Origin: null` with every form, and the check against forgery refuses them all.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}

# Notices go out by mail into a folder to look at, until a server is named: smtp://user:password@host:587?tls=1
_mail = mail_from_url(os.environ.get("HUIYIN_MAIL", "folder"), HUIYIN_HOME)
EMAIL_BACKEND = _mail.backend
EMAIL_FILE_PATH = _mail.folder
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = _mail.starttls, _mail.tls, 20
DEFAULT_FROM_EMAIL = os.environ.get("HUIYIN_MAIL_FROM", "huiyin@localhost")
# Short messages and calls go out by HTTP, where a file names gateways; how an alarm tries its ways (docs/install.md).
_gateways, OUTBOX_GATEWAYS_WRONG = own_files.read(
    Path(os.environ.get("HUIYIN_GATEWAYS") or HUIYIN_HOME / "gateways.toml"), gateways_from, Gateways({})
)
OUTBOX_GATEWAYS = _gateways.web
OUTBOX_ALARM_WAYS = _gateways.alarms
# Who else says that somebody is who they are (docs/accounts.md).
IDENTITY_PROVIDER, IDENTITY_PROVIDER_WRONG = own_files.read(
    Path(os.environ.get("HUIYIN_IDENTITY") or HUIYIN_HOME / "identity.toml"), identity_from, None
)
# Who turns a reference into an address at the moment of sending: (public_id, channel) -> address or None.
OUTBOX_RESOLVERS = {
    "vault": "huiyin.kernel.vault.addresses.addresses_of",
    "proof": "huiyin.kernel.vault.addresses.addresses_to_prove",
    "account": "huiyin.organisations.addresses.of_accounts",
}

# Where a device ends that its push service knows no more: (public_id, subscription).
OUTBOX_DEVICES = {
    "vault": "huiyin.kernel.vault.actions.end_device",
    "account": "huiyin.organisations.actions.devices.end",
}

# What opens where somebody touches such a message.
WEB_PUSH_OPENS = {"staff": "organisations:home", "person": "cases:status"}

# Who chose to hear of news outside of Huiyin too.
OUTBOX_READERS = "huiyin.organisations.choices.readers"

# Fixed, so that a checkpoint's time tells nothing of what happened. The origin names the log; empty: it follows from the log's key.
LEDGER_CHECKPOINT_SECONDS = int(os.environ.get("HUIYIN_LEDGER_CHECKPOINT_SECONDS", "600"))
LEDGER_ORIGIN = os.environ.get("HUIYIN_LEDGER_ORIGIN", "")

# Logs tell what the machine did, never what people said: no bodies, no addresses, no texts of errors (`kernel.logs`).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "huiyin.kernel.logs.Line"}, "json": {"()": "huiyin.kernel.logs.Json"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if os.environ.get("HUIYIN_LOG", "") == "json" else "line",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # An address can hold a receipt's code: a page that is not there is not logged. Django's own handlers know no formatter of ours.
    "loggers": {
        "huiyin": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
    },
}
