"""Where links lead that a command makes: to the site's own address, or to where `serve` answers by default."""

import click
from flask import Flask

from course_app.services.links import Letterhead

LOCAL = "http://localhost:8000"


def letterhead(app: Flask, endpoint: str) -> Letterhead:
    """The site's name, and the address of that endpoint for a token."""
    settings = app.config["SETTINGS"]
    here, addresses = settings.base_url or LOCAL, app.url_map.bind("")
    return Letterhead(settings.site_name, lambda token: here + addresses.build(endpoint, {"token": token}))


def say_whose_address(app: Flask) -> None:
    """Without a set address the links are a guess: say so."""
    if not app.config["SETTINGS"].base_url:
        click.echo(f"Links lead to {LOCAL}. If the site has another address, set COURSE_APP_BASE_URL to it.")
