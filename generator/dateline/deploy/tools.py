"""Programs of the machine that carry files: started, waited for, and started again where the network failed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from time import sleep

from msgspec import Struct

from dateline.deploy.errors import DeployError

TRIES = 4
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 20.0
_SHOWN = 400


class Ended(Struct, frozen=True):
    """How a program ended, and what it said."""

    code: int
    output: str
    errors: str

    @property
    def reason(self) -> str:
        """What it complained of, on one line."""
        told = [line.strip() for line in self.errors.splitlines() if line.strip()]
        return "; ".join(told)[-_SHOWN:] or f"it ended with code {self.code}"


class Tool(Struct, frozen=True):
    """A program, with the variables that it sees and the folder that it works in."""

    program: str
    environment: Mapping[str, str]
    folder: Path
    is_passing: Callable[[Ended], bool]
    """Whether a failure may be over soon."""

    def run(self, arguments: Sequence[str | Path], stdin: str = "") -> Ended:
        """Run it, and again where it fails for a reason that passes. Raises DeployError if it is not there."""
        for number in range(1, TRIES + 1):
            ended = self._once(arguments, stdin)
            if number == TRIES or ended.code == 0 or not self.is_passing(ended):
                break
            sleep(back_off(number))
        return ended

    def _once(self, arguments: Sequence[str | Path], stdin: str) -> Ended:
        command = [self.program, *map(str, arguments)]
        environment = {**self.environment, "LC_ALL": "C"}
        try:
            done = subprocess.run(  # noqa: S603  (arguments are checked settings and paths of our own)
                command, input=stdin.encode(), capture_output=True, env=environment, cwd=self.folder, check=False
            )
        except FileNotFoundError:
            raise DeployError(
                f"this target needs {self.program}, which is not here", f"install {self.program}"
            ) from None
        return Ended(done.returncode, *(os.fsdecode(text) for text in (done.stdout, done.stderr)))


def back_off(number: int) -> float:
    """Seconds to wait after try `number`: longer each time within bounds, and not in step with other machines."""
    longest: float = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (number - 1))
    share = blake2b(f"{os.getpid()} {number}".encode(), digest_size=1).digest()[0] / 255
    return longest * (0.5 + share / 2)
