"""How often the public pages are opened."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db


class Visit(db.Model):
    """So many pages of a kind (domain.visits) opened on a day; nothing of who opened them."""

    __tablename__ = "visit"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    page: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int]
