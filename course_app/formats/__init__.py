"""Files and documents in and out: one module a format, its docstring the manual of that format.

Everything here is pure: text or bytes in, values and `Problem`s out. A parser returns what it read AND all
problems; it never raises on bad input. Where a format has a writer, parse(write(x)) = x.
"""
