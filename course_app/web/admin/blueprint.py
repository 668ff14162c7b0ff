"""The blueprint of this audience; the files beside it hang their views on it."""

from flask import Blueprint

KEY = "<int(max=9223372036854775807):key>"
"""A table's key in an address."""

admin = Blueprint("admin", __name__)
