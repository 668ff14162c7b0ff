"""The examples of course_app/deploy: nginx in front, ending TLS, and the unit for systemd.

They are used as they are, but for the ports, the place of the certificate and the place of the program. Without an
nginx its tests are skipped; with NGINX_TESTS=required they fail.
"""

import configparser
import datetime
import http.client
import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from course_app.settings import read_settings
from tests.conftest import PASSWORD
from tests.needs import missing
from tests.running import PATIENCE, ROOT, Site, Starter, free_port, wait_until

DEPLOY = ROOT / "course_app" / "deploy"
NAME = "courses.example.org"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
SYSTEMD = shutil.which("systemd-analyze")
AROUND = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    access_log off;
    {temporary}
    include {folder}/course-app.conf;
}}
"""


@dataclass
class Visitor:
    """A browser at an address of its own, with its cookies."""

    tls_port: int
    authority: Path
    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str = "", host: str = NAME, **headers: str) -> http.client.HTTPResponse:
        """Send a request over TLS; the answer has been read, its text is `answer.text`."""
        context = ssl.create_default_context(cafile=str(self.authority))
        plain = socket.create_connection(("127.0.0.1", self.tls_port), PATIENCE, source_address=(self.address, 0))
        with closing(http.client.HTTPConnection(NAME)) as connection:
            connection.sock = context.wrap_socket(plain, server_hostname=NAME)
            cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            connection.request(method, path, body or None, {"Host": host, **cookies, **headers})
            answer = connection.getresponse()
            answer.text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def send(self, path: str, **fields: str) -> http.client.HTTPResponse:
        """Fill in the form of that page, as a browser does."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.ask("GET", path).text)[1]
        body = urllib.parse.urlencode({"csrf_token": token, **fields})
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", path, body, Referer=f"https://{NAME}{path}", **{"Content-Type": kind})

    def sign_in(self, password: str, **headers: str) -> int:
        """Try to sign in as the learner; the status."""
        return self.send("/sign-in", email="learner@example.org", password=password, **headers).status


@dataclass
class Front:
    """nginx, and the site behind it."""

    site: Site
    port: int
    tls_port: int
    authority: Path

    def visitor(self, address: str) -> Visitor:
        """A browser at an address of this machine's own network."""
        return Visitor(self.tls_port, self.authority, address)

    def addresses(self) -> list[str]:
        """From where people have signed in."""
        with closing(sqlite3.connect(self.site.folder / "course.sqlite3")) as connection:
            return [address for (address,) in connection.execute("SELECT address FROM sign_in ORDER BY id")]


@pytest.fixture
def front(serve: Starter, template_data: Path, tmp_path: Path) -> Iterator[Front]:
    """The site as the examples have it."""
    if NGINX is None:
        missing("NGINX", "no nginx: install it to test the example of course_app/deploy")
    settings = example_settings()
    site = serve(template_data, *served_with(), **settings)
    folder = tmp_path / "nginx"
    folder.mkdir()
    authority = make_certificate(folder)
    port, tls_port = free_port(), free_port()
    (folder / "course-app.conf").write_text(
        changed(
            (DEPLOY / "nginx.conf").read_text(),
            {
                "listen 80;": f"listen 127.0.0.1:{port};",
                "listen 443 ssl http2;": f"listen 127.0.0.1:{tls_port} ssl http2;",
                "server 127.0.0.1:8000;": f"server 127.0.0.1:{site.port};",
                f"/etc/letsencrypt/live/{NAME}/": f"{folder}/",
            },
        )
    )
    with running_nginx(folder, tls_port):
        yield Front(site, port, tls_port, authority)


@contextmanager
def running_nginx(folder: Path, port: int) -> Iterator[None]:
    """nginx with that folder's example, until the block ends."""
    kept = [f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    around = {"user": "user root;" if os.geteuid() == 0 else "", "temporary": "\n    ".join(kept)}
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, **around))
    log = folder / "error.log"
    process = subprocess.Popen(
        [NGINX, "-p", str(folder), "-e", str(log), "-c", str(folder / "nginx.conf")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert wait_until(lambda: answers(port)), log.read_text()
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def answers(port: int) -> bool:
    """Whether something takes connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def example_settings() -> dict[str, str]:
    """What course-app.env sets, but for the data folder."""
    lines = [line for line in (DEPLOY / "course-app.env").read_text().splitlines() if line and line[0] != "#"]
    settings = dict(line.split("=", 1) for line in lines)
    assert settings.pop("COURSE_APP_DATA") == "/var/lib/course-app"
    return settings


def unit() -> configparser.ConfigParser:
    """The example for systemd."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read_string((DEPLOY / "course-app.service").read_text())
    return parser


def served_with() -> list[str]:
    """The options of `serve` in the unit, but for the port."""
    program, command, *options = unit()["Service"]["ExecStart"].split()
    assert (program, command) == ("/opt/course-app/bin/course-app", "serve")
    place = options.index("--port")
    assert options[place + 1] == "8000"
    return options[:place] + options[place + 2 :]


def changed(text: str, replacements: dict[str, str]) -> str:
    """The text with each of those words, all of which it has, replaced."""
    for old, new in replacements.items():
        assert old in text
        text = text.replace(old, new)
    return text


def make_certificate(folder: Path) -> Path:
    """A certificate for the example's name that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return folder / "fullchain.pem"


def test_a_person_signs_in_through_nginx_with_cookies_and_links_of_the_public_address(front: Front) -> None:
    visitor = front.visitor("127.0.0.21")
    answer = visitor.send("/sign-in", email="learner@example.org", password=PASSWORD)
    assert (answer.status, answer.headers["Location"]) == (303, "/learn")
    flags = {part.strip() for part in answer.headers["Set-Cookie"].split(";")[1:]}
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= flags
    home = visitor.ask("GET", "/learn")
    assert (home.status, home.headers["Strict-Transport-Security"]) == (200, "max-age=63072000")
    assert "Siân Ŵyn" in home.text
    assert front.addresses() == ["127.0.0.21"]
    assert front.visitor("127.0.0.22").send("/forgotten-password", email="learner@example.org").status == 303
    mail = front.site.folder / "mail"
    assert wait_until(lambda: list(mail.glob("*.eml")) != [])
    (letter,) = mail.glob("*.eml")
    assert re.findall(r"https?://[^/\s]+", letter.read_text())[0] == f"https://{NAME}"


def test_wrong_passwords_from_one_address_hold_up_no_other(front: Front) -> None:
    guesser, owner = front.visitor("127.0.0.31"), front.visitor("127.0.0.32")
    assert [guesser.sign_in("a wrong password") for _ in range(6)] == [422] * 6
    assert guesser.sign_in(PASSWORD) == 422
    pretended = {"X-Forwarded-For": "127.0.0.32"}
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', guesser.ask("GET", "/sign-in").text)[1]
    body = urllib.parse.urlencode({"csrf_token": token, "email": "learner@example.org", "password": PASSWORD})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{NAME}/sign-in"} | pretended
    assert guesser.ask("POST", "/sign-in", body, **headers).headers["Retry-After"] is not None
    assert owner.sign_in(PASSWORD) == 303
    assert front.addresses() == ["127.0.0.32"]


def test_without_tls_nginx_leads_to_the_public_address(front: Front) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", front.port, timeout=PATIENCE)) as plain:
        plain.request("GET", "/learn?a=1", headers={"Host": NAME})
        answer = plain.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/learn?a=1")


def test_under_another_name_the_site_does_not_answer(front: Front) -> None:
    assert front.visitor("127.0.0.41").ask("GET", "/", host="evil.example").status == 400


def test_what_is_too_large_is_told_in_the_sites_own_words(front: Front) -> None:
    visitor = front.visitor("127.0.0.51")
    answer = visitor.ask("POST", "/sign-in", "x" * (2 * 1024 * 1024 + 1), **{"Content-Type": "text/plain"})
    assert (answer.status, "That is too large" in answer.text) == (413, True)


def test_the_examples_settings_are_settings_even_those_that_are_commented_out() -> None:
    lines = (DEPLOY / "course-app.env").read_text().splitlines()
    named = dict(line.removeprefix("# ").split("=", 1) for line in lines if re.match(r"(# )?COURSE_APP_", line))
    settings = read_settings(named)
    assert (settings.base_url, settings.trusted_proxies) == (f"https://{NAME}", 1)
    assert settings.mail_address == f"courses@{NAME.removeprefix('courses.')}"


def test_the_unit_starts_the_program_from_its_settings_and_lets_it_end_by_itself() -> None:
    service = unit()["Service"]
    assert f"{service['EnvironmentFile']}".endswith("/course-app.env")
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}" == "/var/lib/course-app"
    assert (service["KillMode"], service["Restart"], service["UMask"]) == ("mixed", "on-failure", "0077")
    assert served_with() == ["--host", "127.0.0.1", "--workers", "2"]


@pytest.mark.skipif(SYSTEMD is None, reason="no systemd-analyze to look at the unit")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    text = changed((DEPLOY / "course-app.service").read_text(), {"/opt/course-app/bin/course-app": sys.executable})
    (tmp_path / "course-app.service").write_text(text)
    found = subprocess.run(
        [SYSTEMD, "verify", str(tmp_path / "course-app.service")], capture_output=True, text=True, check=False
    )
    assert (found.stdout, found.stderr, found.returncode) == ("", "", 0)
