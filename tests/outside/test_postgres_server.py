"""The life cycle of the embedded server, each scenario with real processes."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from amana.outside.postgres.server import Server, ServerUnusable

USE = """
import sys, time
from pathlib import Path
from amana.outside.postgres.server import Server
with Server(Path(sys.argv[1]), settings={"fsync": "off"}) as server:
    print("started" if server.started_here else "attached", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="amana-pg-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    pid = postmaster(folder)
    if pid:
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


def use(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", USE, home], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said(user: subprocess.Popen[str]) -> str:
    assert user.stdout is not None
    return user.stdout.readline().strip()


def leave(user: subprocess.Popen[str]) -> None:
    user.communicate(timeout=60)
    assert user.returncode == 0


def kill(user: subprocess.Popen[str]) -> None:
    user.kill()
    user.communicate()


def postmaster(home: Path) -> int | None:
    """The server's process, if one is alive."""
    try:
        pid = int((home / "pg" / "data" / "postmaster.pid").read_text().split()[0])
        state = Path(f"/proc/{pid}/stat").read_text().split()[2]
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return None
    return None if state == "Z" else pid


def test_starts_and_the_last_one_out_stops_it(place: Path) -> None:
    user = use(place)
    assert said(user) == "started"
    assert postmaster(place)
    leave(user)
    assert postmaster(place) is None


def test_several_commands_share_one_server(place: Path) -> None:
    first, second = use(place), None
    assert said(first) == "started"
    second = use(place)
    assert said(second) == "attached"
    pid = postmaster(place)
    leave(first)
    assert postmaster(place) == pid
    leave(second)
    assert postmaster(place) is None


def test_two_that_start_at_once_share_one_server(place: Path) -> None:
    users = [use(place), use(place)]
    assert sorted(map(said, users)) == ["attached", "started"]
    for user in users:
        leave(user)
    assert postmaster(place) is None


def test_survives_a_kill_of_its_starter_and_is_adopted(place: Path) -> None:
    first = use(place)
    assert said(first) == "started"
    pid = postmaster(place)
    kill(first)
    assert postmaster(place) == pid
    second = use(place)
    assert said(second) == "attached"
    assert postmaster(place) == pid
    leave(second)
    assert postmaster(place) is None


def test_comes_back_after_its_own_kill_with_a_stale_pid_file(place: Path) -> None:
    first = use(place)
    assert said(first) == "started"
    pid = postmaster(place)
    assert pid
    os.kill(pid, signal.SIGKILL)
    kill(first)
    assert (place / "pg" / "data" / "postmaster.pid").exists()
    deadline = time.monotonic() + 30
    while postmaster(place) and time.monotonic() < deadline:
        time.sleep(0.02)
    second = use(place)
    assert said(second) == "started"
    leave(second)


def test_one_that_died_is_started_again_by_one_of_its_users(place: Path) -> None:
    with Server(place, settings={"fsync": "off"}) as one, Server(place, settings={"fsync": "off"}) as other:
        assert not one.revive()
        for user in (other, one):  # whether it is a child of the one who looks, or not
            pid = postmaster(place)
            assert pid
            os.kill(pid, signal.SIGKILL)
            while not user.revive():  # until the last of its processes is gone
                time.sleep(0.01)
            assert not one.revive()
            assert not other.revive()
            assert postmaster(place) not in (None, pid)
    assert postmaster(place) is None


def test_an_initdb_that_was_killed_leaves_nothing_in_the_way(place: Path) -> None:
    half_made = place / "pg" / "data.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    with Server(place, settings={"fsync": "off"}) as server:
        assert server.started_here


def test_a_home_that_is_too_long_for_a_socket_is_refused_in_words(place: Path) -> None:
    with pytest.raises(ServerUnusable, match="AMANA_HOME"):
        Server(place / ("x" * 120)).__enter__()


def test_a_home_under_a_closed_folder_works_for_its_owner_and_is_refused_to_root_in_words(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    if os.geteuid() == 0:  # the server runs as nobody, who can't walk through
        with pytest.raises(ServerUnusable, match=r"chmod o\+x"):
            Server(closed / "home").__enter__()
    else:
        with Server(closed / "home", settings={"fsync": "off"}) as server:
            assert server.started_here
