"""`course-app receipt`: check a signed receipt without the database, and change the key that signs."""

from pathlib import Path

import click

from course_app.commands.program import Refused, data_option, settings_with
from course_app.domain.receipts import also_held, outcome
from course_app.formats.receipt import MOST_BYTES, check, read_keys
from course_app.gateways import keys

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def receipt() -> None:
    """Check receipts, and keep the key that signs them."""


@receipt.command("verify")
@click.argument("file", type=FILE)
@click.option("--key", "key_file", type=FILE, help="Public keys, from the site's /receipts/keys.json.")
@data_option
def verify_command(file: Path, key_file: Path | None, data: Path | None) -> None:
    """Say whether the receipt in FILE is unchanged and signed by this site, or by the one whose keys are given."""
    found = check(_read(file), _given(key_file) if key_file else _kept(data))
    if found.receipt is None:
        raise Refused(f"{file}: {found.fault}")
    right = found.receipt
    click.echo(f"{file}: unchanged, and signed with the key {found.key}.")
    click.echo(f"{right.course}, {right.quiz}, attempt {right.attempt}, grade {right.grade}: {outcome(right)}.")
    closed = "handed in" if right.closed_by == "submission" else "time was up"
    times = f"Started {right.started_at:%Y-%m-%d %H:%M:%S}, {closed} {right.closed_at:%Y-%m-%d %H:%M:%S} UTC."
    click.echo(f"{times} Learner {right.learner}.")
    click.echo(f"It also holds: {also_held(right)}.")


@receipt.command("new-key")
@data_option
def new_key_command(data: Path | None) -> None:
    """Sign with a new key from now on. What was signed before stays right: its public key is kept."""
    folder = settings_with(data).data
    if not folder.is_dir():
        raise Refused(f"There is no data folder {folder}. Begin with: course-app serve")
    click.echo(f"Receipts are signed with the key {keys.renew_receipt_key(folder)} from now on. Make a backup.")


def _read(file: Path) -> bytes:
    """As much as is needed to see that it is too large."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _given(file: Path) -> dict[str, bytes]:
    found, fault = read_keys(_read(file))
    if fault:
        raise Refused(f"{file}: {fault}")
    return found


def _kept(data: Path | None) -> dict[str, bytes]:
    folder = settings_with(data).data
    found = keys.receipt_public_keys(folder)
    if not found:
        raise Refused(f"There are no public keys in {folder}. Name the site's data folder, or its keys with --key.")
    return found
