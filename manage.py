#!/usr/bin/env python
"""Django's command line, with the embedded servers started or joined first where no others are given."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from config.engines.joining import ensure, leave
from config.engines.servers import EngineError
from config.stopping import Stopped, stop_on_signals

NEED_NO_SERVER = {"", "check", "collectstatic", "evaluate", "extract", "help", "spectacular", "version"}
"""Commands that touch neither database nor broker."""


def main() -> None:
    """Run a command; no environment is needed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    asks_for_help = command.startswith("-") or "--help" in sys.argv or "-h" in sys.argv
    if command == "serve":
        stop_on_signals()
    try:
        if command not in NEED_NO_SERVER and not asks_for_help:
            ensure(data_dir(), say=say)
        if command == "serve":
            say("Loading the program …")
        execute_from_command_line(sys.argv)
    except EngineError as error:
        sys.exit(f"error: {error}")
    except Stopped:
        leave(data_dir())


def say(message: str) -> None:
    """Tell the person at the terminal, out of the way of what the command prints."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def data_dir() -> Path:
    """Where settings will look for it: settings are read later, when the servers' sockets have their place."""
    return Path(os.environ.get("DATA_DIR") or Path(__file__).resolve().parent / "var").resolve()


if __name__ == "__main__":
    main()
