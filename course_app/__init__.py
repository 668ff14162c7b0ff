"""course_app: lessons whose claims are traced to their sources, and quizzes whose scores explain themselves.

The map. Imports go down only; neighbours on one floor do not meet.

    app.py               wires settings, extensions and blueprints; __main__ names it to the commands
    web/  commands/      HTTP and terminal: parse input, call one service or query, render or redirect
    services/            verbs that change data; one call is one transaction
    queries/             reads that answer one page; frozen dataclasses; never write
    models/              tables, relations, constraints; no rules
    formats/  gateways/  files in and out (pure); the outside world (clock, keys, folders)
    extensions.py        the database and the other Flask extensions, unbound
    settings.py          the environment, read into one frozen dataclass
    domain/              the rules of the course in plain Python

The chain that all of it stands on: a Question tests a Claim; the Claim is taught in a Passage; the Claim is
supported, so far as it is, by References.
"""
