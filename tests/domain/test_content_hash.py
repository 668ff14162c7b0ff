"""Canonical JSON and its hash."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain.content_hash import canonical_json, content_hash


@dataclass(frozen=True)
class Pair:
    """Something to hash."""

    second: int
    first: str = "x"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (1, "1"),
        (-(10**20), "-100000000000000000000"),
        ('a “quoted” "one"\n', '"a “quoted” \\"one\\"\\n"'),
        ("e\N{COMBINING ACUTE ACCENT}", '"é"'),
        ({"b": 1, "a": [2, None], "é": {}}, '{"a":[2,null],"b":1,"é":{}}'),
        (("a", ("b",)), '["a",["b"]]'),
        (Pair(2), '{"first":"x","second":2}'),
        ({"pairs": (Pair(1, "ß"),)}, '{"pairs":[{"first":"ß","second":1}]}'),
    ],
)
def test_a_value_has_one_spelling(value, written):
    assert canonical_json(value) == written.encode()


@pytest.mark.parametrize(
    ("value", "digest"),
    [
        (None, "74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b"),
        ({}, "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
        ({"b": [True, 1], "a": "Siân"}, "aa52b55f0af81d53d78e74932460bbf587c8039355f1ef0e5c516f0312cbd639"),
        ({"pairs": (Pair(1, "ß"),)}, "794fa80f7554f7ff4e3fdfb3d1291bb1a2bf68b3ef6f50dd7084a8967e00f04b"),
    ],
)
def test_the_hash_is_fixed_for_ever(value, digest):
    assert content_hash(value) == digest


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1.0, "float has no canonical JSON"),
        ([0, {"a": 0.5}], "float has no canonical JSON"),
        ({1, 2}, "set has no canonical JSON"),
        (b"bytes", "bytes has no canonical JSON"),
        (datetime(2026, 1, 1, tzinfo=UTC), "datetime has no canonical JSON"),
        (Pair, "type has no canonical JSON"),
        ({1: "a"}, "a key must be text, not int"),
    ],
)
def test_what_has_no_one_spelling_is_refused(value, message):
    with pytest.raises(TypeError, match=message):
        canonical_json(value)


def test_two_keys_that_are_one_text_are_refused():
    with pytest.raises(ValueError, match="same text in NFC"):
        canonical_json({"é": 1, "e\N{COMBINING ACUTE ACCENT}": 2})


def test_text_that_utf_8_cannot_write_is_refused():
    with pytest.raises(ValueError, match="surrogates not allowed"):
        canonical_json("\ud800")


def test_truth_and_one_are_different_contents():
    assert content_hash([True]) != content_hash([1])


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='aéß王\n"\\', max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet="abé", max_size=2), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(plain)
def test_the_spelling_keeps_the_value_and_is_the_spelling_of_what_is_read_back(value):
    written = canonical_json(value)
    assert json.loads(written) == value
    assert canonical_json(json.loads(written)) == written
    assert content_hash(value) == sha256(written).hexdigest()


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(alphabet="abc", max_size=3), plain, max_size=5))
def test_the_order_of_keys_and_the_kind_of_list_do_not_matter(value):
    turned = {key: tuple(item) if isinstance(item, list) else item for key, item in reversed(value.items())}
    assert canonical_json(turned) == canonical_json(value)
