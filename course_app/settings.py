"""Settings: the environment, read once into a frozen dataclass.

Every name begins with COURSE_APP_. An unknown name or a bad value raises `SettingsProblem`, whose text says what
to change; nothing starts with a wrong setting. None has to be set:

    DATA             the data folder: ./course-data
    DATABASE_URL     postgresql://user@host/database in place of SQLite in the data folder
    SECRET_KEY       what signs sessions, in place of a key in the data folder; one for all nodes
    BASE_URL         the public address. Links in mails lead there; https makes cookies Secure; a request for another
                     host than this one, localhost and 127.0.0.1 is refused
    TRUSTED_PROXIES  how many proxies stand in front (0). So many of the last addresses in X-Forwarded-For are believed,
                     and X-Forwarded-Proto; the Host has to be passed on as it is. See course_app/deploy/
    SITE_NAME        what the site calls itself
    CONTACT          the e-mail of whoever runs the site; pages that say whom to write to name it
    POSTAL_ADDRESS   where the academy is, on one line; stands at the foot of every page
    PHONE            its telephone number, likewise
    ACCENT           its colour as #rrggbb, for links, buttons and lines; it has to be read on a light page (4.5:1), and
                     the dark page's colour follows from it
    LOGO             the path of its mark, an SVG or PNG of at most 30 KB; stands at the top beside the name
    MAIL_URL         smtp://name:password@host:587, or smtps://; without it mail is written into files
    MAIL_FROM        whom mail comes from: no-reply at the public address's host
    BACKUPS_KEEP     how many nightly backups stay in the data folder: 14; 0: none is made
    KEEP_SIGN_INS    after how many days a sign-in that has ended or run out is removed: 90; at least 30
    KEEP_LINKS       the same of one-time links, used or run out: 30
    KEEP_MAILS       the same of mails, sent or given up: 180
    KEEP_UNCONFIRMED after how many days an account is erased that was never confirmed and has no enrolment or role: 90
    KEEP_ENQUIRIES   after how many days an enquiry is removed that was answered: 365
    KEEP_SPAM        the same of what looks like spam: 30; for each of these, 0: it stays
    SECOND_STEP_AFTER for how many days administrators and instructors may sign in with a password alone before they
                     have to turn a second step on: 14; 0: they are never asked to, and a demonstration asks nobody
    MAILS_A_DAY      how many mails of announcements and reminders are written within 24 hours, all together: 2000,
                     and the rest waits; 0: as many as there are
    LOG_LEVEL        debug, info, warning or error
    DEMO             1: as `serve --demo`

REDIS_URL is kept for later and refused until then.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from course_app import setting_values as values
from course_app.domain.announcements import A_DAY
from course_app.domain.retention import DEFAULTS
from course_app.domain.second_step import DAYS as SECOND_STEP_DAYS
from course_app.setting_values import SettingsProblem

PREFIX = "COURSE_APP_"
FOR_TESTS, FOR_LATER = "TEST_POSTGRES", "REDIS_URL"
OWN_HOSTS = ("localhost", "127.0.0.1")
PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """How this installation runs. Empty strings mean "not set"."""

    data: Path = Path("course-data")
    database_url: str = ""
    secret_key: str = ""
    base_url: str = ""
    site_name: str = "Breeze Academy"
    contact: str = ""
    postal_address: str = ""
    phone: str = ""
    accent: str = ""
    logo: Path | None = None
    trusted_proxies: int = 0
    backups_keep: int = 14
    keep_sign_ins: int = DEFAULTS["sign_ins"]
    keep_links: int = DEFAULTS["links"]
    keep_mails: int = DEFAULTS["mails"]
    keep_unconfirmed: int = DEFAULTS["unconfirmed"]
    keep_enquiries: int = DEFAULTS["enquiries"]
    keep_spam: int = DEFAULTS["spam"]
    second_step_after: int = SECOND_STEP_DAYS
    mail_url: str = ""
    mail_from: str = ""
    mails_a_day: int = A_DAY
    log_level: str = "info"
    demo: bool = False

    @property
    def keep_days(self) -> dict[str, int]:
        """For how many days each kind of domain.retention is kept; 0: it stays."""
        return {kind: getattr(self, f"keep_{kind}") for kind in DEFAULTS}

    @property
    def second_step_days(self) -> int:
        """How long those who teach or administer have to turn a second step on; 0: nobody is asked to."""
        return 0 if self.demo else self.second_step_after

    @property
    def database(self) -> str:
        """The SQLAlchemy URL: the named one, else the file in the data folder."""
        return self.database_url or f"sqlite:///{(self.data / 'course.sqlite3').resolve()}"

    @property
    def is_sqlite(self) -> bool:
        """Whether the data lie in one file of this machine."""
        return self.database.startswith("sqlite:")

    @property
    def is_https(self) -> bool:
        """Whether the site's public address is https."""
        return self.base_url.startswith("https://")

    @property
    def hosts(self) -> list[str] | None:
        """The names that a request may ask for: the public address's, and this machine's own. None: any."""
        return [urlsplit(self.base_url).netloc.lower(), *OWN_HOSTS] if self.base_url else None

    @property
    def mail_folder(self) -> Path:
        """Where mail lies as files while no mail server is set."""
        return self.data / "mail"

    @property
    def mail_address(self) -> str:
        """The address that mail comes from: the named one, else one at the site's own host."""
        return self.mail_from or f"no-reply@{urlsplit(self.base_url).hostname or 'localhost'}"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from the environment; raises `SettingsProblem` on an unknown name or a bad value."""
    given = {name[len(PREFIX) :]: value for name, value in environment.items() if name.startswith(PREFIX)}
    given.pop(FOR_TESTS, None)
    if given.pop(FOR_LATER, "").strip():
        raise SettingsProblem(f"{PREFIX}{FOR_LATER} is set, but this version does not use it yet; leave it out.")
    for name in given:
        if name not in READERS:
            raise SettingsProblem(_unknown(name))
    return Settings(**{name.lower(): READERS[name](PREFIX + name, value.strip()) for name, value in given.items()})


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, READERS, n=1)
    hint = f" Did you mean {PREFIX}{near[0]}?" if near else f" Known are {', '.join(PREFIX + n for n in READERS)}."
    return f"{PREFIX}{name} is not a setting of this program.{hint}"


READERS = {
    "DATA": values.folder,
    "DATABASE_URL": values.database,
    "SECRET_KEY": values.secret,
    "BASE_URL": values.address,
    "SITE_NAME": values.text,
    "CONTACT": values.mail_address,
    "POSTAL_ADDRESS": values.line,
    "PHONE": values.phone,
    "ACCENT": values.colour,
    "LOGO": values.file,
    "TRUSTED_PROXIES": values.count,
    "BACKUPS_KEEP": values.nights,
    "KEEP_SIGN_INS": values.days,
    "KEEP_LINKS": values.days,
    "KEEP_MAILS": values.days,
    "KEEP_UNCONFIRMED": values.days,
    "KEEP_ENQUIRIES": values.days,
    "KEEP_SPAM": values.days,
    "SECOND_STEP_AFTER": values.grace,
    "MAIL_URL": values.mail_server,
    "MAIL_FROM": values.mail_address,
    "MAILS_A_DAY": values.mails,
    "LOG_LEVEL": values.level,
    "DEMO": values.flag,
}


def lessons_folder() -> Path:
    """Where the lessons lie: inside an installed wheel, else at the top of the clone."""
    return _resource("lessons")


def migrations_folder() -> Path:
    """Where the migrations lie: inside an installed wheel, else at the top of the clone."""
    return _resource("migrations")


def _resource(name: str) -> Path:
    packaged = PACKAGE / f"_{name}"
    return packaged if packaged.is_dir() else PACKAGE.parent / name
