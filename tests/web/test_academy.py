"""The academy as its settings say: its colour and mark, and at the foot of every page where it is."""

import re
from dataclasses import replace

import pytest
from flask import current_app

from course_app.settings import SettingsProblem, read_settings
from course_app.web.shared.academy import own_colours, own_logo
from course_app.web.shared.static_tree import static_tree
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
    assert visible(text[text.index('<footer class="foot') :]).startswith("Ask a question Newsletter Check a receipt ")
    assert "tel:" not in text


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PHONE", "ring us", "is “ring us”; write a telephone number such as +44 20 7946 0123."),
        ("POSTAL_ADDRESS", "1 Well Lane\nLondon", "is not one line of at most 200 characters; shorten it."),
        ("ACCENT", "teal", "is “teal”; write a colour as #rrggbb, such as #0b5d66."),
        (
            "ACCENT",
            "#ffcc00",
            "is #ffcc00, whose contrast on the page is 1.4:1; it needs at least 4.5:1, so choose a darker colour.",
        ),
        ("POSTAL_ADDRESS", "x" * 201, "is not one line of at most 200 characters; shorten it."),
    ],
)
def test_a_setting_that_cannot_stand_there_stops_the_start(name, value, sentence):
    with pytest.raises(SettingsProblem) as refusal:
        read_settings({f"COURSE_APP_{name}": value})
    assert str(refusal.value) == f"COURSE_APP_{name} {sentence}"


@pytest.fixture
def looking_like(app):
    """The first page and the style sheet of an academy with a mark and a colour of its own."""

    def look(logo, accent=""):
        here = app.config["SETTINGS"].data
        settings = replace(app.config["SETTINGS"], data=here / "other", logo=logo, accent=accent)
        with another_app(settings):
            tree = current_app.extensions["static_tree"]
            return current_app.test_client().get("/privacy").text, tree

    return look


@pytest.mark.only_on("sqlite")
def test_its_mark_and_its_colour_are_of_every_page(looking_like, tmp_path):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><path d="M0 0h9"/></svg>'
    (tmp_path / "ours.svg").write_text(drawing)
    page, tree = looking_like(tmp_path / "ours.svg", "#7a1fa2")
    [address] = re.findall('<img class="mark" src="([^"]+)" width="30" height="10" alt="">', page)
    assert (address, tree.text("logo.svg")) == (tree.address("logo.svg"), drawing)
    assert tree.text("site.css").endswith(f"{own_colours('#7a1fa2')}")
    assert " --accent: light-dark(#7a1fa2, #" in own_colours("#7a1fa2")


def test_without_them_the_pages_are_as_they_were(app, client):
    assert ('class="mark"' in client.get("/privacy").text, own_colours("")) == (False, "")
    assert app.extensions["static_tree"].fingerprint == static_tree(app.config["SETTINGS"].data / "x").fingerprint


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<svg/>", "which cannot be shown. It is neither a PNG nor an SVG."),
        (None, "which cannot be read (No such file or directory)."),
    ],
)
def test_a_mark_that_cannot_be_shown_stops_the_start(tmp_path, text, sentence):
    path = tmp_path / "logo.svg"
    if text:
        path.write_text(text)
    with pytest.raises(SettingsProblem) as refusal:
        own_logo(path)
    assert str(refusal.value) == f"COURSE_APP_LOGO is {path}, {sentence}"
