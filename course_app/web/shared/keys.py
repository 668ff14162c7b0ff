"""The keys of tables in addresses."""

LARGEST_KEY = 2**63 - 1
ANY_KEY = f"int(max={LARGEST_KEY})"
"""How a route takes one: what no table could hold is an address that is not there."""
