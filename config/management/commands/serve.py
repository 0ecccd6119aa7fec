"""`manage.py serve`: prepare, then run web, worker and scheduler until Ctrl-C or SIGTERM. What `make run` starts."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.engines import joining
from config.preparing import prepare
from config.stopping import Stopped
from config.supervisor import Supervisor, SupervisorError
from seeds.files import SeedError


class Command(BaseCommand):
    """Serve the program on this machine."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000", help="8000")
        parser.add_argument(
            "--host", default=os.environ.get("HOST") or "127.0.0.1", help="address to listen on: 127.0.0.1"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        supervisor = Supervisor(settings.DATA_DIR, options["host"], options["port"], self.say)
        try:
            supervisor.claim()
            prepare(self.say, supervisor.start)
            supervisor.run()
        except Stopped:
            self.say("Stopping …")
        except (SeedError, SupervisorError) as error:
            raise CommandError(str(error)) from error
        finally:
            supervisor.stop()
            if not joining.leave(settings.DATA_DIR):
                raise CommandError(f"the embedded servers in {settings.DATA_DIR} did not stop")
        self.say("Stopped.")

    def say(self, message: str) -> None:
        """Say what is going on, at once."""
        self.stdout.write(message)
        sys.stdout.flush()
