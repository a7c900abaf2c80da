"""Django's settings; everything that differs between places comes from the environment."""

import os
from pathlib import Path

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent
environment.load(BASE_DIR / "config" / ".env")

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
API_TOKEN = os.environ["API_TOKEN"]
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")

INSTALLED_APPS = ["ledger"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ.get("DB_HOST", "localhost"),
        "PORT": os.environ.get("DB_PORT", "5432"),
        "NAME": os.environ.get("DB_NAME", "financehub"),
        "USER": os.environ.get("DB_USER", "financehub"),
        "PASSWORD": os.environ["DB_PASSWORD"],
    }
}
