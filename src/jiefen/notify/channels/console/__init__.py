"""The default channel: prints the message to the server's log, for an installation that has no provider yet."""

from __future__ import annotations

import sys
from typing import Final

from jiefen.notify.channels import Parcel

KIND: Final = "console"


class ConsoleChannel:
    """Writes to standard error, where the operator of a small installation reads along."""

    kind = KIND

    def deliver(self, parcel: Parcel) -> None:
        """One line; the recipient masked, the body whole (it is the point)."""
        masked = f"{parcel.recipient[:3]}****{parcel.recipient[-4:]}"
        print(f"[发送到 {masked}] {parcel.body}", file=sys.stderr, flush=True)
