"""`course-app serve` on an empty folder, again on the same folder, and how it ends."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from course_app.commands.web_server import Place, make_server
from tests.running import PATIENCE, ROOT, Site, Starter, course_app, environment, free_port, wait_until


@pytest.fixture(scope="module")
def site(serve_for_all: Starter, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site on a folder that did not exist."""
    return serve_for_all(tmp_path_factory.mktemp("first") / "data")


def test_the_first_start_makes_the_database_publishes_the_lessons_and_prints_the_address(site: Site) -> None:
    first, counts, course, *kinds, link, ready = site.lines
    assert first == "The database was made."
    assert re.fullmatch(r"1 course: 0 errors, \d+ warnings?\.", counts)
    assert course == "foundation-dry-needling: version 1, published"
    assert [re.sub(r"\d+", "N", line) for line in kinds] == [
        f"  {kind}: N new, N changed, N unchanged" for kind in ("lessons", "questions", "quizzes")
    ]
    assert re.sub(r"/[\w-]{43}$", "/…", link) == (
        "Make the first administrator with this link, which works once: "
        f"http://localhost:{site.port}/first-administrator/…"
    )
    assert ready == f"Ready: http://localhost:{site.port}"


def test_the_folder_and_the_keys_are_their_owners_alone(site: Site) -> None:
    files = sorted((site.folder / "keys").iterdir())
    assert [path.name for path in files[1:]] == ["receipt-key", "secret-key"]
    assert re.fullmatch("receipt-[0-9a-f]{16}[.]public", files[0].name)
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(site.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("path", ["/", "/courses/foundation-dry-needling", "/health/live", "/health/ready"])
def test_it_answers(site: Site, path: str) -> None:
    assert site.get(path)[0] == 200


def test_the_link_of_the_first_administrator_opens_a_form(site: Site) -> None:
    path = site.lines[-2].partition(f":{site.port}")[2]
    status, page = site.get(path)
    assert (status, "<form" in page) == (200, True)


def test_a_second_server_on_the_same_folder_is_refused(site: Site, tmp_path: Path) -> None:
    second = course_app("serve", "--data", site.folder, "--port", str(free_port()), cwd=tmp_path)
    assert (second.code, second.out, second.err) == (
        1,
        "",
        f"Another “course-app serve” is running on {site.folder}. Stop it first, or name another folder with --data.\n",
    )


def test_a_port_in_use_is_refused_before_anything_is_made(site: Site, tmp_path: Path) -> None:
    second = course_app("serve", "--data", tmp_path / "data", "--port", str(site.port), cwd=tmp_path)
    assert (second.code, second.out, second.err) == (
        1,
        "",
        f"Port {site.port} is in use on 127.0.0.1. Name another one with --port.\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_background_worker_that_dies_is_started_again(site: Site) -> None:
    assert wait_until(lambda: len(workers_of(site)) == 1)
    (first,) = workers_of(site)
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: workers_of(site) not in ([], [first]))


def test_a_web_process_that_dies_is_started_again(site: Site) -> None:
    assert wait_until(lambda: site.get("/health/live")[0] == 200 and len(web_processes_of(site)) == 1)
    (first,) = web_processes_of(site)
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: web_processes_of(site) not in ([], [first]))
    assert wait_until(lambda: answers(site))


def test_a_second_start_makes_nothing_and_replaces_the_unused_link(serve: Starter, tmp_path: Path) -> None:
    first = serve(tmp_path / "data")
    old_link = first.lines[-2].partition(f":{first.port}")[2]
    key = (first.folder / "keys" / "secret-key").read_bytes()
    first.stop()
    second = serve(tmp_path / "data")
    link, ready = second.lines
    assert (first.folder / "keys" / "secret-key").read_bytes() == key
    assert ready == f"Ready: http://localhost:{second.port}"
    assert "<form" in second.get(link.partition(f":{second.port}")[2])[1]
    assert 'name="password"' not in second.get(old_link)[1]


def test_once_there_is_an_administrator_no_link_is_made(serve: Starter, tmp_path: Path) -> None:
    first = serve(tmp_path / "data")
    status, _ = first.post(
        first.lines[-2].partition(f":{first.port}")[2],
        name="Ada Admin",
        email="ada@example.org",
        password="quite long and unusual words",
    )
    assert status == 200
    first.stop()
    assert [line.partition(":")[0] for line in serve(tmp_path / "data").lines] == ["Ready"]


@pytest.mark.parametrize(
    ("number", "workers"),
    [
        (signal.SIGTERM, "1"),
        (signal.SIGTERM, "2"),
        (signal.SIGINT, "2"),
        pytest.param(
            signal.SIGHUP,
            "1",
            marks=pytest.mark.skipif(
                signal.getsignal(signal.SIGHUP) == signal.SIG_IGN, reason="under nohup a hang-up means nothing"
            ),
        ),
    ],
)
def test_a_signal_ends_it_with_0_and_leaves_no_process_and_no_socket(
    serve: Starter, tmp_path: Path, number: int, workers: str
) -> None:
    site = serve(tmp_path / "data", "--workers", workers)
    assert wait_until(lambda: len(workers_of(site)) == 1)
    assert site.get("/")[0] == 200
    assert site.stop(number) == 0
    assert not site.has_processes()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", site.port)) != 0
    assert "Traceback" not in site.err.read_text()
    assert "ERROR" not in site.out.read_text()


def test_a_server_killed_outright_leaves_no_process_and_its_folder_starts_again(serve: Starter, tmp_path: Path) -> None:
    site = serve(tmp_path / "data")
    assert wait_until(lambda: len(workers_of(site)) == 1)
    assert site.stop(signal.SIGKILL) == -signal.SIGKILL
    assert wait_until(lambda: not site.has_processes(), 15)
    assert serve(tmp_path / "data").get("/")[0] == 200


def test_a_stop_while_it_makes_ready_ends_with_0(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "course_app", "serve", "--data", tmp_path / "data", "--port", str(free_port())],
        env=environment(ROOT, {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert wait_until((tmp_path / "data" / "serve.lock").exists)
        process.terminate()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


def test_an_unknown_setting_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    ended = course_app("serve", "--port", str(free_port()), cwd=tmp_path, COURSE_APP_SITE_NAM="x")
    assert (ended.code, ended.out, ended.err) == (
        1,
        "",
        "COURSE_APP_SITE_NAM is not a setting of this program. Did you mean COURSE_APP_SITE_NAME?\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = course_app("serve", "--data", tmp_path / "file" / "data", "--port", str(free_port()), cwd=tmp_path)
    assert (ended.code, ended.err) == (
        1,
        f"The data folder {tmp_path}/file/data cannot be made (Not a directory). Name another with --data.\n",
    )


def test_a_file_that_is_no_database_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "course.sqlite3").write_text("Not a database, but long enough to look like one at first.\n" * 20)
    ended = course_app("serve", "--data", tmp_path, "--port", str(free_port()), cwd=tmp_path)
    assert (ended.code, ended.out, ended.err) == (1, "", "The database cannot be used: file is not a database.\n")


def test_lessons_with_errors_stop_the_first_start_and_nothing_is_published(program_copy: Path, tmp_path: Path) -> None:
    (program_copy / "lessons" / "foundation-dry-needling" / "claims.yaml").unlink()
    arguments = ("serve", "--data", tmp_path / "data", "--port", str(free_port()))
    ended = course_app(*arguments, cwd=tmp_path, program=program_copy)
    assert (ended.code, ended.err) == (
        1,
        "The lessons have errors, so nothing was published and the site was not started.\n",
    )
    assert "error: " in ended.out
    assert "published" not in ended.out


def test_later_starts_say_that_the_content_differs_and_name_the_command(
    serve: Starter, program_copy: Path, tmp_path: Path
) -> None:
    serve(tmp_path / "data", program=program_copy).stop()
    course = program_copy / "lessons" / "foundation-dry-needling"
    lesson = next(course.glob("*/post-needling-soreness.md"))
    lesson.write_text(lesson.read_text().replace("::: say", "One more sentence.\n\n::: say", 1))
    said = serve(tmp_path / "data", program=program_copy).lines[0]
    assert said == "foundation-dry-needling: content differs: 1 lesson. To publish: course-app lessons publish"


def test_wrong_usage_is_exit_code_2(tmp_path: Path) -> None:
    assert course_app("serve", "--port", "0", cwd=tmp_path).code == 2


def answers(site: Site) -> bool:
    """Whether the site answers now."""
    try:
        return site.get("/health/live")[0] == 200
    except OSError:
        return False


def workers_of(site: Site) -> list[int]:
    """The background workers that run as its children."""
    return [process for process, words in children_of(site) if b"worker" in words]


def web_processes_of(site: Site) -> list[int]:
    """The web processes, forked from it; they call themselves granian where a package that lets them is installed."""
    children = children_of(site)
    return [process for process, words in children if b"serve" in words or words[0].startswith(b"granian")]


def children_of(site: Site) -> list[tuple[int, list[bytes]]]:
    """Its children, each with its command line."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == site.process.pid:
            found.append((int(entry.name), words))
    return found


def test_a_signal_that_comes_while_the_server_is_about_to_wait_stops_it() -> None:
    """Its handler would otherwise wait for the lock that the interrupted thread holds."""
    server = make_server("course_app.app:wsgi", Place("127.0.0.1", free_port()), 1)
    with server.main_loop_interrupt._cond:
        server.signal_handler_interrupt(signal.SIGTERM, None)
    assert server.main_loop_interrupt.wait(PATIENCE)
    assert server.interrupt_signal


def test_a_signal_that_does_not_wake_the_waiting_server_stops_it() -> None:
    """One that another thread receives is like one that comes in the last instant before the wait."""
    server = make_server("course_app.app:wsgi", Place("127.0.0.1", free_port()), 1)
    before = signal.signal(signal.SIGTERM, server.signal_handler_interrupt)
    try:
        sender = threading.Timer(0.3, lambda: signal.pthread_kill(threading.get_ident(), signal.SIGTERM))
        sender.start()
        assert server.main_loop_interrupt.wait(PATIENCE)
        sender.join()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert server.interrupt_signal


def test_the_server_waits_no_longer_than_asked() -> None:
    server = make_server("course_app.app:wsgi", Place("127.0.0.1", free_port()), 1)
    assert not server.main_loop_interrupt.wait(0.05)
    server.main_loop_interrupt.set()
    assert server.main_loop_interrupt.wait(0.05)
    assert not server.interrupt_signal
