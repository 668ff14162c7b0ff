"""Tab, forwards and backwards through whole pages: the focus always shows, and nothing that stays in view hides it."""

import pytest

from tests.browser.keyboard import Keyboard

PAGES = (
    "attempt: timed, half answered",
    "attempt: all on one page, timed",
    "attempt: real, all on one page",
    "attempt: two answers",
    "lesson: what-this-course-is",
    "learner's home: under way",
    "result: real",
    "register: errors in every field",
)
LOWEST = 240  # a low window: a phone held sideways with its keyboard open


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "height"), [(1280, 700), (360, 640), (640, LOWEST)])
def test_the_focus_shows_wherever_tab_leads(show, name, width, height):
    keyboard = Keyboard(show(name, width=width, height=height))
    forwards = keyboard.around("Tab")
    backwards = keyboard.around("Shift+Tab")
    assert keyboard.unseen == []
    assert len(forwards) > 5
    assert sorted(forwards) == sorted(backwards)
