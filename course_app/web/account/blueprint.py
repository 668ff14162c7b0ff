"""The blueprint of this audience; the files beside it hang their views on it."""

from flask import Blueprint

account = Blueprint("account", __name__)
