"""Settings of one instance. What differs between towns is in municipality.toml."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from config.database import database_from, required
from config.geolibs import wheel_library
from config.municipality import read_municipality

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("LLAJTA_VAR") or ROOT / "var")
MUNICIPALITY = read_municipality(
    Path(os.environ.get("LLAJTA_MUNICIPALITY") or ROOT / "config" / "municipality.toml")
)
METRIC_CRS = MUNICIPALITY.metric_crs
DEMO = os.environ.get("LLAJTA_DEMO", "1") != "0"

SECRET_KEY = required("LLAJTA_SECRET_KEY")
ALLOWED_HOSTS = required("LLAJTA_HOSTS").split(",")
DEBUG = False

GDAL_LIBRARY_PATH = wheel_library("pyogrio", "libgdal*")
GEOS_LIBRARY_PATH = wheel_library("shapely", "libgeos_c*")

DATABASES = {"default": database_from(required("LLAJTA_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "csp",
    "geo",
    "apps.territory",
    "apps.people",
    "apps.treasury",
    "apps.allocation",
    "apps.works",
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
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "geo.pages.middleware.viewer",
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

LANGUAGE_CODE = "es"
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

# Faults of ours go to the log of the process, whatever DEBUG says.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
LOGIN_URL = "admin:login"
# Who is behind an account, and what they may do today.
VIEWER_BUILDER = "apps.people.queries.viewer_of_account"
