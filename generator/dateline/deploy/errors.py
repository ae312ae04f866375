"""What a user is told when a build may not be sent, or a host is in the way."""

from __future__ import annotations


class DeployError(Exception):
    """The host could not be made equal to the output. `message` says what happened, `hint` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Refused(DeployError):
    """Nothing was sent, because this build or this target is not what was meant."""
