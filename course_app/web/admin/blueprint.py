"""The blueprint of this audience; the files beside it hang their views on it."""

from flask import Blueprint

from course_app.web.shared.keys import ANY_KEY

KEY = f"<{ANY_KEY}:key>"
"""A table's key in an address."""

admin = Blueprint("admin", __name__)
