"""The blueprint of this audience; the files beside it hang their views on it."""

from flask import Blueprint

observer = Blueprint("observer", __name__)
