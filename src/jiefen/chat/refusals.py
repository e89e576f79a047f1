"""What writing in a conversation may be refused for."""

from __future__ import annotations

from jiefen.shared.errors import DomainError, NotPermitted


class ReadOnlySeat(NotPermitted):
    """Somebody who may read, or who has left, tries to write."""

    code = "chat.read_only"

    def __init__(self) -> None:
        super().__init__("您在这段对话里只能看，不能写。需要继续的话，请回到原来的页面重新提问。")


class ThreadClosed(DomainError):
    """The conversation is over."""

    code = "chat.closed"

    def __init__(self) -> None:
        super().__init__("这段对话已经结束，这条没有送出。还有问题可以重新提问，之前的内容都在。")


class EmptyMessage(DomainError):
    """Nothing to send."""

    code = "chat.empty"

    def __init__(self) -> None:
        super().__init__("还没有写内容。请写几个字，或者选一张图片、一个文件。")


class TooLong(DomainError):
    """More characters than a message carries."""

    code = "chat.too_long"

    def __init__(self, has: int, most: int) -> None:
        super().__init__(f"这条有 {has} 个字，一条最多 {most} 个字。请分成几条发。")


class BadClientId(DomainError):
    """The id the writer made is missing or odd."""

    code = "chat.client_id"

    def __init__(self) -> None:
        super().__init__("这条消息没有带上自己的编号，没有送出。请刷新页面再发一次。")


class NothingThere(DomainError):
    """A quote or withdrawal names a message that is not in this conversation."""

    code = "chat.nothing_there"

    def __init__(self, what: str = "引用") -> None:
        super().__init__(f"要{what}的那条消息不在这段对话里，或已经撤回。请刷新页面看看。")


class NotYours(NotPermitted):
    """Only the writer withdraws."""

    code = "chat.not_yours"

    def __init__(self) -> None:
        super().__init__("只能撤回自己发的消息。")


class TooLate(DomainError):
    """The two minutes are over."""

    code = "chat.too_late"

    def __init__(self) -> None:
        super().__init__("发出超过两分钟，不能再撤回。可以再发一条，说明刚才那条不算。")


class FileRefused(DomainError):
    """An image, file or voice note that cannot be taken."""

    code = "chat.file"


class SeatRefused(DomainError):
    """Joining, leaving or handing over does not fit."""

    code = "chat.seat"


class QuickReplyRefused(DomainError):
    """A quick reply that cannot be kept."""

    code = "chat.quick_reply"
