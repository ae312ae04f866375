"""What a user is told when a site or record cannot be started as asked."""

from __future__ import annotations


class DeskError(Exception):
    """Nothing was written. `message` says why, `hint` what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
