"""Start a program that is signalled as soon as its parent is gone: `tether.py SIGNAL PARENT PROGRAM ARGUMENT…`.

The kernel does the watching (PR_SET_PDEATHSIG), so it works after `kill -9` of the parent, too.
It runs as a program of its own because nothing may run between fork and exec of a process with threads.
Standard library only: it starts in a few milliseconds.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main(number: int, parent: int, program: list[str]) -> None:
    """Become the program, tied to the parent; exit at once where the parent has gone already."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() == parent:
        os.execv(program[0], program)  # noqa: S606 - to become another program is what this is for


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
