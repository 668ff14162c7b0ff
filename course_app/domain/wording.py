"""Numbers, lists and lengths of time in words: plain UK English, the one place for them."""

from collections.abc import Sequence

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_word(number: int) -> str:
    """“one” to “ten” in words ("no" for 0), larger numbers in figures."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else str(number)


def first_upper(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]


def within(title: str) -> str:
    """A title as it stands within a sentence: “Side effects” → “side effects”, but “NHS rules” and “GPs” stay."""
    first = title.split(" ", 1)[0]
    return title if first[1:] != first[1:].lower() else title[:1].lower() + title[1:]


def both(items: Sequence[str]) -> str:
    """“a, b and c”."""
    return _joined(items, "and")


def either(items: Sequence[str]) -> str:
    """“a, b or c”."""
    return _joined(items, "or")


def duration(seconds: int) -> str:
    """A length of time as one says it: “90 seconds”, “45 minutes”, “60 minutes”, “2 hours”, “24 hours”, “2 days”."""
    for unit, size, least in (("day", 86_400, 172_800), ("hour", 3_600, 7_200), ("minute", 60, 60)):
        if seconds >= least and seconds % size == 0:
            return _counted(seconds // size, unit)
    if seconds < 120:
        return _counted(seconds, "second")
    return both([_counted(seconds // 60, "minute"), _counted(seconds % 60, "second")])


def short_minutes(minutes: int) -> str:
    """Minutes to read: “25 min”, “1 h”, “1 h 25 min”."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} min")
    return " ".join(parts)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _joined(items: Sequence[str], word: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
