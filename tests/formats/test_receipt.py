"""A signed receipt: its canonical form, its signature, and everything that is none (`formats.receipt`)."""

import copy
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.receipts import ReceiptSlot, key_id
from course_app.formats.plain_json import to_plain
from course_app.formats.receipt import (
    CHANGED,
    NEWER,
    NO_JSON,
    NO_KEYS,
    NO_RECEIPT,
    OTHER_TEXT,
    check,
    read_keys,
    write,
    write_keys,
)
from course_app.gateways.keys import public_half
from tests.a_receipt import WHOLE

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
PUBLIC = public_half(KEY)
KNOWN = {key_id(PUBLIC): PUBLIC}
UNKNOWN = f"It names the key {key_id(PUBLIC)}, which is not one of this site’s. Do not rely on it."
FILE = write(WHOLE, KEY)


def places(value, path=()):
    """Where a value stands that is neither list nor object, in all the layers of JSON."""
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        return [place for name, one in inner for place in places(one, (*path, name))]
    return [path]


def with_value(path, change):
    """The file with one value changed."""
    members = json.loads(FILE)
    inner = members
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = change(inner[path[-1]])
    return json.dumps(members).encode()


def other(value):
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}0"


def test_the_file_is_the_same_for_ever():
    assert FILE.decode() == (
        '{"algorithm":"Ed25519","key":"56475aa75463474c","receipt":{"attempt":2,'
        '"closed_at":"2026-11-22T09:00:00.301000+00:00","closed_by":"submission","course":"small-course","format":1,'
        '"grade":1,"graded_at":"2026-11-22T09:00:00.301000+00:00","learner":"0123456789abcdef0123456789abcdef",'
        f'"maximum":200000,"passed":false,"quiz":"practice","quiz_version":"{"a" * 64}",'
        '"rule":{"marking":"one point for exactly the key","minima":[{"points":100000,"section":"all"}],'
        '"needed":200000,"pass_percent":70,"point":100000},"score":100000,"slots":['
        '{"answered_at":"2026-11-22T09:00:00.301000+00:00","choice":["a"],"mark":100000,"maximum":100000,'
        f'"question":"{"b" * 64}","section":"all","slot":1}},'
        f'{{"choice":[],"mark":0,"maximum":100000,"question":"{"c" * 64}","section":"all","slot":2}}],'
        '"started_at":"2026-11-22T09:00:00.301000+00:00","topics":[{"maximum":200000,"score":100000,'
        '"topic":"brewing"}]},"signature":'
        '"XVhT4LzwnSifj5dg4JaoXNGNWXNZ86qXE8kjW74FDRVatMwVjewbOuPJlqBykENfL6iBEBdxW5a2_vfYpROnDA"}'
    )


def test_what_was_written_is_read_as_it_was():
    found = check(FILE, KNOWN)
    assert (found.receipt, found.key, found.fault) == (WHOLE, key_id(PUBLIC), "")


def test_what_was_not_released_is_not_in_the_file():
    bare = replace(WHOLE, score=None, topics=None, slots=(ReceiptSlot(1, "all", "b" * 64),))
    written = write(bare, KEY)
    assert check(written, KNOWN).receipt == bare
    members = json.loads(written)["receipt"]
    assert members.keys() & {"score", "topics"} == set()
    assert members["slots"] == [{"question": "b" * 64, "section": "all", "slot": 1}]


@given(st.sampled_from(places(json.loads(FILE))))
def test_any_one_changed_value_fails(path):
    found = check(with_value(path, other), KNOWN)
    assert (found.receipt, bool(found.fault)) == (None, True)


@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_any_one_changed_byte_fails(place, flipped):
    changed = bytes([*FILE[:place], FILE[place] ^ flipped, *FILE[place + 1 :]])
    found = check(changed, KNOWN)
    assert (found.receipt, bool(found.fault)) == (None, True)


@given(st.sampled_from([path for path in places(json.loads(FILE)) if path[0] == "receipt"]))
def test_a_value_that_was_taken_out_fails(path):
    members = json.loads(FILE)
    inner = members
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]
    assert check(json.dumps(members).encode(), KNOWN).fault == CHANGED


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything(content):
    assert check(content, KNOWN).receipt is None
    assert read_keys(content) == ({}, read_keys(content)[1])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
    )
)
def test_no_json_raises_anything(value):
    content = json.dumps({"algorithm": "Ed25519", "key": key_id(PUBLIC), "receipt": value, "signature": value}).encode()
    assert check(content, KNOWN).receipt is None
    assert check(json.dumps(value).encode(), KNOWN).receipt is None


def test_a_receipt_that_an_editor_laid_out_anew_is_still_the_one_signed():
    members = dict(reversed(json.loads(FILE).items()))
    assert check(b"\xef\xbb\xbf\r\n" + json.dumps(members, indent=4).encode() + b"\r\n", KNOWN).receipt == WHOLE


def deep(levels):
    return b"[" * levels + b"]" * levels


TOO_LARGE = "It is not a receipt: it has more than 200 KB."
TOO_DEEP = "It is nested deeper than a receipt is, so it is none."
NUMBER = "It holds a number that no receipt holds. Do not rely on it."
TWICE = "It says something twice, which no receipt does. Do not rely on it."


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", NO_JSON),
        (b"   \n", NO_JSON),
        (b"%PDF-1.7", NO_JSON),
        (FILE[:-1], NO_JSON),
        (FILE + FILE, NO_JSON),
        (b"1" * 5_000, NO_JSON),
        (b" " * 200_001, TOO_LARGE),
        (FILE.decode().encode("utf-16"), OTHER_TEXT),
        (b"\xff\xfe", OTHER_TEXT),
        (FILE.replace(b"small-course", "kurs-ł".encode()), OTHER_TEXT),
        (FILE.replace(b"small-course", b"small\\u0000course"), OTHER_TEXT),
        (FILE.replace(b"small-course", b"small\\ud800course"), OTHER_TEXT),
        (deep(20), TOO_DEEP),
        (deep(90_000), NO_JSON),
        (b"[]", NO_RECEIPT),
        (b'"receipt"', NO_RECEIPT),
        (b"null", NO_RECEIPT),
        (b"{}", NO_RECEIPT),
        (FILE.replace(b'"Ed25519"', b'"none"'), NO_RECEIPT),
        (FILE.replace(b'"56475aa75463474c"', b'"../../receipt-key"'), NO_RECEIPT),
        (FILE.replace(b'"56475aa75463474c"', b"[]"), NO_RECEIPT),
        (FILE.replace(b'"receipt":', b'"record":'), NO_RECEIPT),
        (FILE.replace(b'"attempt":2', b'"attempt":2.0'), NUMBER),
        (FILE.replace(b'"attempt":2', b'"attempt":NaN'), NUMBER),
        (FILE.replace(b'"attempt":2', b'"attempt":9007199254740992'), NUMBER),
        (FILE.replace(b'"attempt":2', b'"attempt":2,"attempt":2'), TWICE),
        (FILE.replace(b'"passed":false', b'"passed":true'), CHANGED),
        (FILE.replace(b'"passed":false', b'"passed":0'), CHANGED),
        (FILE.replace(b'"signature":"', b'"signature":"='), CHANGED),
        (FILE[: FILE.index(b'"signature"')] + b'"signature":7}', CHANGED),
        (write(replace(WHOLE, format=2), KEY), NEWER),
    ],
)
def test_whatever_is_not_right_has_its_sentence(content, fault):
    assert (check(content, KNOWN).receipt, check(content, KNOWN).fault) == (None, fault)


def test_a_key_that_is_not_known_is_named():
    assert check(FILE, {}).fault == UNKNOWN


def test_a_wrong_key_under_the_right_name_fails():
    assert check(FILE, {key_id(PUBLIC): public_half(OTHER_KEY)}).fault == CHANGED


def test_the_name_of_the_key_is_signed_too():
    """Whoever has a known key of their own cannot pass off what another one signed."""
    both = KNOWN | {key_id(public_half(OTHER_KEY)): public_half(OTHER_KEY)}
    renamed = FILE.replace(key_id(PUBLIC).encode(), key_id(public_half(OTHER_KEY)).encode())
    assert check(renamed, both).fault == CHANGED


def test_no_receipt_with_words_in_it_is_written():
    with pytest.raises(ValueError, match="other characters"):
        write(replace(WHOLE, course="Siân"), KEY)


def test_public_keys_come_back_under_the_ids_that_follow_from_them():
    other_public = public_half(OTHER_KEY)
    both = KNOWN | {key_id(other_public): other_public}
    written = write_keys(both)
    assert read_keys(written.encode()) == (both, "")
    assert read_keys(written.replace(key_id(PUBLIC), "0" * 16).encode()) == (both, "")
    assert "d" not in json.loads(written)["keys"][0]


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"7", b'{"keys": []}', b'{"keys": 7}', b'{"keys": [7]}', b'{"keys": [{"kty": "OKP"}]}', deep(20)]
    + [b'{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "%s"}]}' % x for x in (b"AAAA", b"!", b"")],
)
def test_what_holds_no_public_key_is_a_sentence(content):
    assert read_keys(content) == ({}, NO_KEYS)


def test_a_receipt_of_two_hundred_questions_is_not_too_large():
    slots = tuple(replace(WHOLE.slots[0], slot=place, section="a-long-name-of-it") for place in range(1, 201))
    assert check(write(replace(WHOLE, slots=slots), KEY), KNOWN).receipt.slots == slots


def test_every_field_of_a_whole_receipt_is_in_the_file():
    """So that a field with a default cannot be left out by accident."""
    plain = copy.deepcopy(to_plain(WHOLE))
    plain["slots"][1].pop("answered_at")
    assert [slot.pop("marking") for slot in plain["slots"]] == ["", ""]
    assert json.loads(FILE)["receipt"] == plain
