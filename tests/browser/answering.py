"""The attempt page as tests see it: questions, options, what is said below them; and ways to cut it off."""

import re

RESPONSES = re.compile(r"/attempts/\w+/responses")
SAVED = "Saved 09:00:00"
NO_CONNECTION = r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"
CLOCK = r"\d\d:\d\d"


def slot(tab, number=1):
    """A question."""
    return tab.locator(f"#q{number}")


def option(tab, place, number=1):
    """An option of a question, by its place."""
    return slot(tab, number).locator(".option").nth(place - 1)


def line(tab, number=1):
    """What is said below a question."""
    return slot(tab, number).locator(".saved")


def chosen(tab, number=1):
    """The places of the chosen options."""
    inputs = slot(tab, number).locator(".option input").all()
    return [place for place, one in enumerate(inputs, 1) if one.is_checked()]


def held(tab):
    """Requests that save are kept back, until `unroute_all` lets them go; the list of them."""
    waiting = []

    def keep(route):
        waiting.append(route)

    tab.route(RESPONSES, keep)
    return waiting


def waits(why, number, when):
    """What the page says of answers that wait on this device, whatever the device's clock shows."""
    answers = "1 answer is" if number == 1 else f"{number} answers are"
    return re.compile(f"^{why} {answers} kept on this device since {CLOCK}, and will be sent {when}\\.$")
