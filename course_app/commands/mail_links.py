"""Where links lead that a command makes: to the site's own address, or to where `serve` answered last."""

from collections.abc import Callable

import click
from flask import Flask

from course_app.gateways import data_folder
from course_app.services.links import Letterhead

LOCAL = "http://localhost:8000"
"""Where `serve` answers unless it is told another port."""


def letterhead(app: Flask, endpoint: str) -> Letterhead:
    """The site's name, the address of that endpoint for a token, and the sign-in page."""
    sign_in = _here(app) + app.url_map.bind("").build("account.sign_in")
    return Letterhead(app.config["SETTINGS"].site_name, pages_of(app, endpoint, "token"), sign_in)


def pages_of(app: Flask, endpoint: str, argument: str) -> Callable[[str], str]:
    """What makes the whole address of that endpoint from the value of its one argument."""
    here, addresses = _here(app), app.url_map.bind("")
    return lambda value: here + addresses.build(endpoint, {argument: value})


def say_whose_address(app: Flask) -> None:
    """Without a set address the links are a guess: say so."""
    if not app.config["SETTINGS"].base_url:
        click.echo(f"Links lead to {_served_at(app)}. If the site has another address, set COURSE_APP_BASE_URL to it.")


def _here(app: Flask) -> str:
    return app.config["SETTINGS"].base_url or _served_at(app)


def _served_at(app: Flask) -> str:
    return data_folder.noted_address(app.config["SETTINGS"].data) or LOCAL
