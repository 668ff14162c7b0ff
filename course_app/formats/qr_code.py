"""A QR code (ISO/IEC 18004) as one SVG path, to be drawn by a template: dark squares of one unit, light around."""

from dataclasses import dataclass

import qrcode

QUIET_ZONE = 4


@dataclass(frozen=True)
class QrCode:
    """`size`: units a side, the quiet zone of four included; `path`: the dark squares, one run a row at a time."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The code of a text, readable with up to 15 % of it lost (level M)."""
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET_ZONE)
    made.add_data(text)
    rows = made.get_matrix()
    runs = [f"M{start} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for start, length in _runs(row)]
    return QrCode(len(rows), "".join(runs))


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark runs begin in a row, and how long they are."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found
