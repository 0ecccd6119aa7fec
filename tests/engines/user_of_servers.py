"""A process that uses the embedded servers until its input ends; it says on one line where they are and which."""

import json
import os
import sys
from pathlib import Path

import psycopg
import redis

from config.engines.joining import ensure
from config.engines.places import DATABASE, OWNER, socket_folder

data_dir = Path(os.environ["DATA_DIR"]).resolve()
engines = ensure(data_dir)
with psycopg.connect(host=str(socket_folder(data_dir)), user=OWNER, dbname=DATABASE) as connection:
    started = connection.execute("SELECT pg_postmaster_start_time()::text").fetchone()[0]
with redis.Redis.from_url(engines.redis_url) as client:
    run = client.info("server")["run_id"]
said = {
    "database_url": engines.database_url,
    "redis_url": engines.redis_url,
    "server_started": started,
    "redis_run": run,
}
sys.stdout.write(json.dumps(said) + "\n")
sys.stdout.flush()
sys.stdin.read()
