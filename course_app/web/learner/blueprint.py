"""The blueprint of this audience; the files beside it hang their views on it."""

from flask import Blueprint

learner = Blueprint("learner", __name__)
