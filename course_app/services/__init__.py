"""Verbs that change data. One call is one transaction, begun and committed in `transaction`.

A service checks the rules of `domain`, changes rows, and leaves its traces (audit, messages) in the same
transaction through `ledgers`. `now`, `seed` and `actor` come in as arguments.
"""
