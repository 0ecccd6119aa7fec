"""Being asked to stop."""

import signal
from types import FrameType

ASKING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""What a service manager, Ctrl-C and a closed terminal send."""


class Stopped(BaseException):
    """Somebody asked this process to stop. No error, and past every `except Exception`."""


def stop_on_signals() -> None:
    """Let the signals that ask to stop raise `Stopped`, once: stopping itself is not interrupted.

    A hangup that the starter shut out (`nohup`) stays shut out.
    """
    for number in ASKING:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, frame: FrameType | None) -> None:
    for each in ASKING:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped
