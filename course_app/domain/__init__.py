"""The rules of the course in plain Python.

No Flask, no SQLAlchemy, no clock, no random, no input or output: `now`, `seed` and `actor` come in as
arguments. Everything here can be tried in a test without a database.
"""
