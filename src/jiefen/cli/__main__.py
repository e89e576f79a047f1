"""``python -m jiefen.cli COMMAND``: Django's own command line, started a little faster."""

from __future__ import annotations

import sys

from jiefen.cli.starting import importing

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def main() -> None:
    """Load the applications, then run the command that was asked for."""
    with importing():
        import django

        from jiefen.cli.parser import CommandLine

        django.setup()
    try:
        CommandLine(sys.argv).execute()
    except KeyboardInterrupt:  # Ctrl+C is how a person ends it: nothing went wrong
        print("\n已停止。", file=sys.stderr)
        sys.exit(INTERRUPTED)


main()
