"""The outside world: clock, chance, keys, folders of files."""
