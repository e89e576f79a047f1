"""The error every rule raises: a code for programs and one sentence for the person."""


class RuleError(ValueError):
    """A rule refuses. ``code`` names it; ``str(error)`` is the Chinese sentence shown to the person."""

    code = "rule.refused"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code:
            self.code = code
