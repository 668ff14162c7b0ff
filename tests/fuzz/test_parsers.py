"""A short form of the fuzzing, 20 s over all formats together; longer by `python -m tests.fuzz.parsers`."""

import pytest

from course_app.formats.intake import Intake
from tests.fuzz.parsers import FORMATS, Tally, check, fuzz

SECONDS = 20 / len(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_no_input_breaks_a_parser(name):
    tally = fuzz(name, SECONDS, seed=7)
    assert tally.parses > 0
    assert tally.taken > 0


def test_the_check_itself_finds_what_it_is_for():
    def silent(_data, _name):
        return Intake()

    def counting_wrong(_data, _name):
        return Intake(found=1)

    for parse, message in ((silent, "nothing found"), (counting_wrong, "not every item")):
        with pytest.raises(AssertionError, match=message):
            check(parse, b"", Tally())


def test_the_input_of_a_fault_is_shown(monkeypatch, capsys):
    def broken(_data, _name):
        raise KeyError("a defect")

    monkeypatch.setitem(FORMATS, "aiken", (broken, *FORMATS["aiken"][1:]))
    with pytest.raises(KeyError):
        fuzz("aiken", SECONDS, seed=7)
    assert capsys.readouterr().err.startswith("aiken, seed 7, parse 1: b")
