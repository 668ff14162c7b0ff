"""The academy's own colour and mark, as its settings name them: parts of the static tree, and so of its fingerprint."""

from pathlib import Path

from course_app.domain.colours import tokens_of
from course_app.formats.logo_file import Logo, logo_of
from course_app.settings import PREFIX, SettingsProblem


def own_colours(accent: str) -> str:
    """The style sheet's last part: what the accent makes of the page's colours; nothing where none is set."""
    if not accent:
        return ""
    values = "".join(f" --{name}: light-dark({light}, {dark});" for name, (light, dark) in tokens_of(accent).items())
    return f"@layer tokens {{ :root {{{values} }} }}\n"


def own_logo(path: Path | None) -> Logo | None:
    """The mark; raises `SettingsProblem` when the file cannot be read or be one."""
    if path is None:
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsProblem(f"{PREFIX}LOGO is {path}, which cannot be read ({error.strerror}).") from error
    logo, fault = logo_of(data)
    if logo is None:
        raise SettingsProblem(f"{PREFIX}LOGO is {path}, which cannot be shown. {fault}")
    return logo
