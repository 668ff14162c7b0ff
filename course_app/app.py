"""Wires settings, extensions and blueprints. No other module imports this one; __main__ gives its name on.

`create_app` makes the Flask application, `wsgi` what a server runs (the static tree in front of it).
"""

import os
from datetime import timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from course_app import web
from course_app.extensions import configure_database
from course_app.gateways import keys
from course_app.settings import Settings, migrations_folder, read_settings
from course_app.web.shared.academy import own_colours, own_logo
from course_app.web.shared.application import Application
from course_app.web.shared.static_tree import static_tree
from course_app.web.shared.visits import hand_over_now_and_then

SESSION_DAYS = 30
LARGEST_REQUEST = 2 * 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """The application, ready to answer; the database may still be empty."""
    app = Application("course_app.web", static_folder=None)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key or keys.secret_key(settings.data),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        PERMANENT_SESSION_LIFETIME=timedelta(days=SESSION_DAYS),
        SESSION_REFRESH_EACH_REQUEST=False,
        SESSION_COOKIE_NAME="course_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        TRUSTED_HOSTS=settings.hosts,
    )
    configure_database(app, settings.database, migrations_folder())
    logo = app.extensions["logo"] = own_logo(settings.logo)
    app.extensions["static_tree"] = static_tree(settings.data / "cache" / "static", own_colours(settings.accent), logo)
    web.register(app)
    if settings.trusted_proxies:
        app.wsgi_app = _behind_proxies(app.wsgi_app, settings.trusted_proxies)
    return app


def wsgi() -> WhiteNoise:
    """What a server runs: static files first, then proxies' headers, then Flask; beside it, visits are added up."""
    app = create_app(read_settings(os.environ))
    hand_over_now_and_then(app)
    return app.extensions["static_tree"].in_front_of(app)


def _behind_proxies(application, count: int) -> ProxyFix:
    """Believe so many proxies about whom they saw, and the nearest about the scheme; the Host they pass on as it is.

    Proxies overwrite the scheme, where they append addresses. What they say of the host is not asked for: a proxy
    that says nothing would pass on what a stranger wrote there.
    """
    return ProxyFix(application, x_for=count, x_proto=1, x_host=0)
