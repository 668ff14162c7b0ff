"""The blueprint of this audience; the files beside it hang their views on it."""

from flask import Blueprint

instructor = Blueprint("instructor", __name__)
