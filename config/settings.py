"""Settings of one instance. What differs between towns is in municipality.toml."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.banks import banks_from_environment, simulator_port
from config.channels import channels_from
from config.content import POLICY
from config.database import database_from, required, secret
from config.geolibs import wheel_library
from config.logs import TO_THE_PROCESS
from config.municipality import read_municipality
from config.outside import is_encrypted, named_address, object_store, public_address
from config.signing_in import PASSWORD_POLICY, mail_settings, sign_in_from_environment

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("LLAJTA_VAR") or ROOT / "var")
MUNICIPALITY = read_municipality(
    Path(os.environ.get("LLAJTA_MUNICIPALITY") or ROOT / "config" / "municipality.toml")
)
METRIC_CRS = MUNICIPALITY.metric_crs
DEMO = os.environ.get("LLAJTA_DEMO", "1") != "0"

SECRET_KEY = secret()
ALLOWED_HOSTS = required("LLAJTA_HOSTS").split(",")
DEBUG = False
PUBLIC_ADDRESS = public_address(ALLOWED_HOSTS)
NAMED_ADDRESS = named_address()
OBJECT_STORE = object_store()
BANKS = banks_from_environment()
BANK_SIMULATOR = simulator_port()
CLAMD = os.environ.get("LLAJTA_CLAMD", "")
GDAL_LIBRARY_PATH = wheel_library("pyogrio", "libgdal*")
GEOS_LIBRARY_PATH = wheel_library("shapely", "libgeos_c*")
DATABASES = {"default": database_from(required("LLAJTA_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_CONTRIB = "admin auth contenttypes sessions messages staticfiles gis postgres"
INSTALLED_APPS = [
    *(f"django.contrib.{name}" for name in _CONTRIB.split()),
    "procrastinate.contrib.django",
    "csp",
    "geo",
    "geo.jobs",
    "apps.territory",
    "apps.people",
    "apps.notices",
    "apps.documents",
    "apps.treasury",
    "apps.allocation",
    "apps.fieldwork",
    "apps.festivals",
    "apps.works",
    "apps.water",
    "apps.signin",
    "data",
    "tiles",
    "geo.processes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "apps.signin.views.staying.staying",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "geo.pages.middleware.viewer",
    "geo.pages.trail.signing",
    "geo.pages.refusals.SaidPlainly",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "geo.pages.context.municipality",
            ]
        },
    }
]

LANGUAGE_CODE = MUNICIPALITY.languages[0]
LANGUAGES = [
    (code, {"es": "Español", "en": "English"}[code]) for code in MUNICIPALITY.languages
]
TIME_ZONE = MUNICIPALITY.time_zone
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The bundler names files after their content too, so those may be kept for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"/static/(geo/dist/assets/|.+\.[0-9a-f]{12}\.)"
MEDIA_ROOT = VAR / "media"
# Module that knows what layers look like: their styles and legends.
STYLIST = "tiles.style.layers"

LOGGING = TO_THE_PROCESS
CONTENT_SECURITY_POLICY = POLICY
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# No script of ours reads any: forms and pages carry the token themselves.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Who is behind an account, and what they may do today.
VIEWER_BUILDER = "apps.people.queries.viewer_of_account"
LOGIN_URL = "signin:enter"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "apps.signin.actions.app_passwords.AppPasswordBackend",
]
AUTH_PASSWORD_VALIDATORS = PASSWORD_POLICY
SIGN_IN = sign_in_from_environment()
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SIGN_IN.proxies else None
IS_ENCRYPTED = is_encrypted(PUBLIC_ADDRESS, proxies=SIGN_IN.proxies)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_ENCRYPTED
SECURE_SSL_HOST = urlsplit(PUBLIC_ADDRESS).netloc if IS_ENCRYPTED else None
LANGUAGE_COOKIE_SECURE = IS_ENCRYPTED
# Browsers take what is called so from this very host alone, and by HTTPS.
_THIS_HOST = "__Host-" if IS_ENCRYPTED else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_THIS_HOST}sessionid", f"{_THIS_HOST}csrftoken"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_ENCRYPTED else 0
# The site may bear the town's own name, and what stands under it is not ours to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
globals().update(mail_settings(VAR / "mail"))
DEFAULT_FROM_EMAIL = os.environ.get("LLAJTA_MAIL_FROM") or f"llajta@{ALLOWED_HOSTS[0]}"
# Where notices leave the platform.
NOTICE_CHANNELS = channels_from(os.environ, VAR.absolute(), demo=DEMO)
