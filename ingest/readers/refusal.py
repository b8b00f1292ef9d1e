"""Why an input is not read, in words that name it and say what would mend it."""

from dataclasses import dataclass


def show_name(name: str) -> str:
    """A file's name that is safe to print: control signs and broken bytes become `?`."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One input that is not read: `path` as it was given, the reason, and what to do about it."""

    path: str
    reason: str
    mend: str

    def __str__(self) -> str:
        return f"{show_name(self.path)}: {self.reason}; {self.mend}"


class RefusedInputError(ValueError):
    """Raised where one input is asked for and cannot be read; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


def refuse(path: object, reason: str, mend: str) -> RefusedInputError:
    """The exception to raise for `path`."""
    return RefusedInputError(Refusal(str(path), reason, mend))
