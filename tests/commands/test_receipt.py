"""`course-app receipt`: checked without the database, and the key that signs changed."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from course_app.commands import course_app as program
from course_app.commands.program import Program
from course_app.domain.grading import POINT
from course_app.domain.receipts import ReceiptSlot, key_id
from course_app.formats.receipt import write, write_keys
from course_app.gateways import keys
from course_app.gateways.keys import KeyProblem
from course_app.settings import Settings
from tests.a_receipt import WHOLE
from tests.running import Ended, course_app

START = datetime(2026, 11, 22, 9, 0, 0, tzinfo=UTC)
RECEIPT = replace(
    WHOLE,
    quiz="final",
    attempt=1,
    started_at=START,
    closed_at=START.replace(minute=40),
    closed_by="deadline",
    rule=replace(WHOLE.rule, needed=3 * POINT),
    maximum=4 * POINT,
    slots=tuple(ReceiptSlot(place, "all", "b" * 64) for place in range(1, 5)),
    topics=None,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which nothing lies but keys."""
    keys.receipt_key(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def file(data: Path, tmp_path: Path) -> Path:
    """A receipt that this site signed."""
    path = tmp_path / "receipt.json"
    path.write_bytes(write(RECEIPT, keys.receipt_key(data)))
    return path


@pytest.fixture(autouse=True)
def kept_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Options of a command stand in the environment afterwards."""
    monkeypatch.setenv("COURSE_APP_DATA", "nowhere")


def run(*arguments: str | Path) -> Ended:
    """A command about receipts, which may not make the application: with it would come the database."""

    def refuse(_settings: Settings) -> Flask:
        raise AssertionError("the application was made")

    ended = CliRunner().invoke(program, ["receipt", *map(str, arguments)], obj=Program(refuse, ""))
    return Ended(ended.exit_code, ended.stdout, ended.stderr)


def verify(file: Path | str, *options: str | Path) -> Ended:
    """Check a receipt."""
    return run("verify", file, *options)


def the_key(data: Path) -> str:
    return key_id(keys.public_half(keys.receipt_key(data)))


def test_a_receipt_is_checked_with_the_keys_of_the_data_folder_and_no_database(data: Path, file: Path) -> None:
    ended = verify(file, "--data", data)
    assert (ended.code, ended.err, ended.out.splitlines()) == (
        0,
        "",
        [
            f"{file}: unchanged, and signed with the key {the_key(data)}.",
            "small-course, final, attempt 1, grade 1: Not passed, with 1 of 4 points; 3 were needed.",
            f"Started 2026-11-22 09:00:00, time was up 2026-11-22 09:40:00 UTC. Learner {RECEIPT.learner}.",
            "It also holds: Four questions by content hash; answers and marks were not released.",
        ],
    )


def test_a_receipt_is_checked_elsewhere_with_the_keys_that_the_site_publishes(
    data: Path, file: Path, tmp_path: Path
) -> None:
    published = tmp_path / "keys.json"
    published.write_text(write_keys(keys.receipt_public_keys(data)))
    shutil.rmtree(data)
    ended = verify(file, "--key", published)
    assert (ended.code, ended.err, len(ended.out.splitlines())) == (0, "", 4)


def test_after_a_new_key_both_receipts_are_right(data: Path, file: Path, tmp_path: Path) -> None:
    old = the_key(data)
    ended = run("new-key", "--data", data)
    assert (ended.code, ended.out) == (
        0,
        f"Receipts are signed with the key {the_key(data)} from now on. Make a backup.\n",
    )
    newer = tmp_path / "newer.json"
    newer.write_bytes(write(RECEIPT, keys.receipt_key(data)))
    lines = [verify(one, "--data", data).out.splitlines()[0].rpartition(" ")[2] for one in (file, newer)]
    assert (lines, old != the_key(data)) == ([f"{old}.", f"{the_key(data)}."], True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda text: text.replace(b'"score":100000', b'"score":400000'),
            "It is not what was signed: something in it was changed, or the signature is forged. Do not rely on it.",
        ),
        (
            lambda _text: write(RECEIPT, bytes(32)),
            f"It names the key {key_id(keys.public_half(bytes(32)))}, which is not one of this site’s. "
            "Do not rely on it.",
        ),
        (lambda text: text[:-1], "It is not a receipt: a receipt is a file of JSON, as it was downloaded."),
        (lambda _text: b"[" * 100_000, "It is not a receipt: a receipt is a file of JSON, as it was downloaded."),
        (lambda _text: b" " * 50_000_000, "It is not a receipt: it has more than 200 KB."),
        (
            lambda text: text.decode().encode("utf-16"),
            "It holds other characters than a receipt does, so it is not as it was downloaded.",
        ),
    ],
)
def test_what_is_not_right_is_one_sentence_and_exit_code_1(data: Path, file: Path, change, sentence: str) -> None:
    file.write_bytes(change(file.read_bytes()))
    ended = verify(file, "--data", data)
    assert (ended.code, ended.out, ended.err) == (1, "", f"{file}: {sentence}\n")


def test_without_keys_it_says_where_to_get_them(file: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    ended = verify(file, "--data", nowhere)
    assert (ended.code, ended.err) == (
        1,
        f"There are no public keys in {nowhere}. Name the site's data folder, or its keys with --key.\n",
    )
    assert not nowhere.exists()
    ended = verify(file, "--key", file)
    assert (ended.code, ended.err) == (
        1,
        f"{file}: It is not a set of public keys. Take the file from the site that signed the receipt.\n",
    )


def test_the_program_itself_checks_a_receipt(data: Path, file: Path, tmp_path: Path) -> None:
    ended = course_app("receipt", "verify", file, "--data", data, cwd=tmp_path)
    assert (ended.code, ended.err, len(ended.out.splitlines())) == (0, "", 4)


def test_a_new_key_needs_a_data_folder(tmp_path: Path) -> None:
    ended = run("new-key", "--data", tmp_path / "nowhere")
    assert (ended.code, ended.err.startswith("There is no data folder"), (tmp_path / "nowhere").exists()) == (
        1,
        True,
        False,
    )


def test_a_file_that_is_not_there_is_a_sentence(data: Path) -> None:
    ended = verify("/nowhere.json", "--data", data)
    assert (ended.code, ended.err) == (1, "/nowhere.json: No such file or directory.\n")


def test_the_site_makes_the_key_at_its_first_start_for_its_owner_alone(data: Path) -> None:
    found = keys.key_files(data)
    assert [path.name for path in found] == [f"receipt-{the_key(data)}.public", "receipt-key"]
    assert {path.stat().st_mode & 0o777 for path in found} == {0o600}


def test_a_key_is_made_once_and_its_public_half_comes_back_when_it_was_lost(data: Path) -> None:
    made, public = keys.receipt_key(data), keys.receipt_public_keys(data)
    (data / "keys" / f"receipt-{the_key(data)}.public").unlink()
    assert (keys.receipt_key(data), keys.receipt_public_keys(data)) == (made, public)


@pytest.mark.parametrize("text", ["", "not hexadecimal", "00" * 31])
def test_a_damaged_key_is_a_sentence(data: Path, file: Path, text: str) -> None:
    path = data / "keys" / f"receipt-{the_key(data)}.public"
    path.write_text(text)
    ended = verify(file, "--data", data)
    assert (ended.code, ended.err) == (1, f"The key {path} is damaged. Put the one of a backup in its place.\n")
    (data / "keys" / "receipt-key").write_text(text)
    with pytest.raises(KeyProblem, match="damaged"):
        keys.receipt_key(data)


def test_whoever_removes_a_public_key_lets_what_it_signed_count_no_more(data: Path, file: Path) -> None:
    old = the_key(data)
    keys.renew_receipt_key(data)
    (data / "keys" / f"receipt-{old}.public").unlink()
    assert verify(file, "--data", data).err.startswith(f"{file}: It names the key {old}, which is not one of")


def test_a_receipt_in_a_newer_form_says_so(data: Path, file: Path) -> None:
    file.write_bytes(write(replace(RECEIPT, format=2), keys.receipt_key(data)))
    assert json.loads(file.read_bytes())["receipt"]["format"] == 2
    assert "newer than this program" in verify(file, "--data", data).err
