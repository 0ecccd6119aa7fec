"""The embedded servers: started, shared, stopped, and found again after every kind of death."""

import subprocess
import sys

import environ
import psycopg
import pytest
import redis

from config.engines import addresses
from config.engines.places import Place
from tests.engines.conftest import (
    AS_ORDINARY_USER,
    AS_ROOT,
    kill_9,
    left_behind,
    said_by,
    start_using,
    using,
    wait_until_nothing_left,
)

pytestmark = pytest.mark.engines
FOLDERS = {"plain": "data", "with blanks": "my data/as it is", "too long for a socket": "long/" + "x" * 100}


def connect(user) -> psycopg.Connection:
    place = environ.Env.db_url_config(user.database_url)
    return psycopg.connect(host=place["HOST"], user=place["USER"], dbname=place["NAME"], autocommit=True)


@pytest.mark.parametrize("prefix", [AS_ROOT, AS_ORDINARY_USER], ids=["root", "ordinary user"])
@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_servers_answer_and_end_with_their_last_user(data_dir, folder, prefix):
    with using(data_dir / folder, prefix) as user:
        with connect(user) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
        with redis.Redis.from_url(user.redis_url) as client:
            assert client.config_get("appendonly") == {"appendonly": "yes"}
            assert client.config_get("port") == {"port": "0"}
    wait_until_nothing_left(data_dir)


def test_a_long_path_keeps_its_sockets_in_a_private_folder_and_finds_them_again(data_dir):
    with using(data_dir / FOLDERS["too long for a socket"]) as first:
        sockets = Place.of(data_dir / FOLDERS["too long for a socket"], "redis").sockets
        assert sockets.stat().st_mode & 0o777 == 0o700
    with using(data_dir / FOLDERS["too long for a socket"]) as second:
        assert second.database_url == first.database_url


def test_a_remembered_folder_that_others_may_enter_is_not_used_again(data_dir):
    with using(data_dir / FOLDERS["too long for a socket"]) as first:
        open_to_all = Place.of(data_dir / FOLDERS["too long for a socket"], "redis").sockets
    wait_until_nothing_left(data_dir)
    open_to_all.chmod(0o777)
    with using(data_dir / FOLDERS["too long for a socket"]) as second:
        assert second.database_url != first.database_url
    open_to_all.rmdir()


def test_starters_at_the_same_moment_share_one_server(data_dir):
    starters = [start_using(data_dir) for _ in range(4)]
    users = [said_by(process) for process in starters]
    assert len({user.server_started for user in users}) == 1
    assert len({user.redis_run for user in users}) == 1
    for user in users[:-1]:
        user.process.communicate(timeout=10)
    with connect(users[-1]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    users[-1].process.communicate(timeout=10)
    wait_until_nothing_left(data_dir)


def test_nothing_is_left_after_the_last_user_was_killed(data_dir):
    with using(data_dir) as user:
        user.process.kill()
        wait_until_nothing_left(data_dir)


def test_nothing_is_left_after_the_keepers_were_killed(data_dir):
    with using(data_dir) as user:
        assert len(kill_9(data_dir, "config.engines.keeper")) == 2
        user.process.communicate(timeout=10)
        wait_until_nothing_left(data_dir)


def test_what_was_written_is_there_after_everything_was_killed(data_dir):
    with using(data_dir) as user:
        with connect(user) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        with redis.Redis.from_url(user.redis_url) as client:
            client.set("kept", 7)
        kill_9(data_dir, "config.engines.keeper", "postgres", "redis")
    with using(data_dir) as user:
        with connect(user) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
        with redis.Redis.from_url(user.redis_url) as client:
            assert client.get("kept") == b"7"


def test_a_server_that_crashes_is_started_again(data_dir):
    with using(data_dir) as first:
        kill_9(data_dir, "bin/postgres -D", "redis-server")
        with using(data_dir) as second:
            assert second.server_started != first.server_started
            assert second.redis_run != first.redis_run


def test_a_pid_file_that_names_another_process_and_old_sockets_are_no_hindrance(data_dir):
    with using(data_dir) as user:
        pass
    wait_until_nothing_left(data_dir)
    place = Place.of(data_dir, "postgres")
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        (place.data / "postmaster.pid").write_text(f"{stranger.pid}\n{place.data}\n1\n5432\n{place.sockets}\n\n")
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock", "redis.sock"):
            (place.sockets / name).write_text(f"{stranger.pid}\n")
        with using(data_dir) as user, connect(user) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert stranger.poll() is None
        stranger.communicate(b"\n")


def test_asking_for_addresses_starts_nothing(data_dir):
    addresses(data_dir)
    assert list(data_dir.iterdir()) == []
    assert left_behind(data_dir) == []
