"""Where the academy is and how it is reached, as its settings say, at the foot of every page."""

from dataclasses import replace

import pytest
from flask import current_app

from course_app.settings import SettingsProblem, read_settings
from tests.conftest import another_app


def test_the_address_and_the_phone_stand_at_the_foot(app, visible):
    settings = read_settings(
        {"COURSE_APP_POSTAL_ADDRESS": "1 Ŵell <Lane>, London", "COURSE_APP_PHONE": "+44 (20) 7946"}
    )
    with another_app(replace(settings, data=app.config["SETTINGS"].data / "other", secret_key="k" * 32)):
        text = current_app.test_client().get("/privacy").text
    foot = text[text.index('<footer class="foot') :]
    assert visible(foot).startswith("Breeze Academy, 1 Ŵell <Lane>, London +44 (20) 7946 ")
    assert '<a href="tel:+44207946">+44 (20) 7946</a>' in foot


def test_neither_stands_there_unless_it_is_set(client, visible):
    text = client.get("/privacy").text
    assert visible(text[text.index('<footer class="foot') :]).startswith("Check a receipt ")
    assert "tel:" not in text


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PHONE", "ring us", "is “ring us”; write a telephone number such as +44 20 7946 0123."),
        ("POSTAL_ADDRESS", "1 Well Lane\nLondon", "is not one line of at most 200 characters; shorten it."),
        ("POSTAL_ADDRESS", "x" * 201, "is not one line of at most 200 characters; shorten it."),
    ],
)
def test_a_setting_that_cannot_stand_there_stops_the_start(name, value, sentence):
    with pytest.raises(SettingsProblem) as refusal:
        read_settings({f"COURSE_APP_{name}": value})
    assert str(refusal.value) == f"COURSE_APP_{name} {sentence}"
