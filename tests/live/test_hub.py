"""The hub by itself: order, gaps, slow clients, goodbyes. Tables are lists, connections are fakes."""

from __future__ import annotations

import asyncio

from jiefen.live.frames import BEAT, BYE
from jiefen.live.hub import BEAT_EVERY, MOST_BEATS, PAGE, Hub
from jiefen.live.listener import MOST_WAITING, Listener
from tests.live.running import run_apart

KEY = "m:1"


class Tables:
    """Numbered events by channel, as the database has them; counts how often it is read."""

    def __init__(self, **rows: int) -> None:
        self.rows, self.reads, self.fails = {KEY: rows.get("rows", 0)}, 0, False

    async def read(self, key: str, seq: int) -> list[tuple[int, bytes]]:
        self.reads += 1
        await asyncio.sleep(0)
        if self.fails:
            raise RuntimeError("the database is away")
        return [(each, b"%d" % each) for each in range(seq + 1, self.rows[key] + 1)][:PAGE]

    async def newest(self, keys: list[str]) -> dict[str, int]:
        return {key: self.rows[key] for key in keys if key in self.rows}


class Wire:
    """A connection: takes everything, until it is told to be slow."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.open, self.ended = asyncio.Event(), False
        self.open.set()

    async def send(self, message) -> None:
        await self.open.wait() if not self.open.is_set() else None
        self.got.append(message["body"])
        self.ended = not message["more_body"]


async def _settle() -> None:
    for _ in range(30):
        await asyncio.sleep(0)


def _hub(rows: int = 0) -> tuple[Hub, Tables]:
    tables = Tables(rows=rows)
    return Hub(tables.read, tables.newest), tables


def _listen(hub: Hub, after: int = 0, **more: int) -> tuple[Listener, Wire]:
    wire = Wire()
    listener = Listener(wire.send, **more)
    hub.attach(listener, {KEY: after})
    return listener, wire


def _numbers(count: int, start: int = 1) -> list[bytes]:
    return [b"%d" % each for each in range(start, start + count)]


def test_who_comes_late_reads_the_tables_first_and_then_hears_the_rest():
    async def run() -> None:
        hub, tables = _hub(rows=2 * PAGE + 3)
        _, wire = _listen(hub, after=1)
        hub.deliver(KEY, [(2 * PAGE + 3, b"%d" % (2 * PAGE + 3))])
        await _settle()
        assert wire.got == _numbers(2 * PAGE + 2, start=2)
        tables.rows[KEY] += 1
        hub.deliver(KEY, [(2 * PAGE + 4, b"new")])
        assert wire.got[-1] == b"new"

    run_apart(run())


def test_nothing_new_is_no_reading():
    async def run() -> None:
        hub, tables = _hub(rows=5)
        _, wire = _listen(hub, after=5)
        await _settle()
        assert (wire.got, tables.reads) == ([], 0)

    run_apart(run())


def test_a_gap_is_read_from_the_tables_and_nothing_comes_twice():
    async def run() -> None:
        hub, tables = _hub()
        _, wire = _listen(hub)
        await _settle()
        tables.rows[KEY] = 4
        hub.deliver(KEY, [(1, b"1"), (1, b"1"), (4, b"4"), (2, b"2")])
        await _settle()
        assert wire.got == _numbers(4)

    run_apart(run())


def test_a_number_beyond_all_is_taken_at_its_word_and_troubles_nobody():
    async def run() -> None:
        hub, tables = _hub(rows=3)
        _, far = _listen(hub, after=10**9)
        _, near = _listen(hub, after=0)
        await _settle()
        tables.rows[KEY] = 4
        hub.deliver(KEY, [(4, b"4")])
        assert (far.got, near.got) == ([], _numbers(4))

    run_apart(run())


def test_forgotten_events_are_passed_over():
    async def run() -> None:
        hub, tables = _hub()
        _, wire = _listen(hub)
        await _settle()
        hub.deliver(KEY, [(7, b"7")])  # its row was forgotten meanwhile
        await _settle()
        tables.rows[KEY] = 8
        hub.deliver(KEY, [(8, b"8")])
        assert wire.got == [b"8"]

    run_apart(run())


def test_a_slow_client_gets_everything_in_order():
    async def run() -> None:
        hub, _ = _hub()
        _, wire = _listen(hub)
        await _settle()
        wire.open.clear()
        hub.deliver(KEY, [(each, b"%d" % each) for each in range(1, 6)])
        await _settle()
        assert wire.got == []
        wire.open.set()
        await _settle()
        assert wire.got == _numbers(5)

    run_apart(run())


def test_for_a_slow_client_the_tables_are_read_no_faster_than_it_takes():
    async def run() -> None:
        hub, tables = _hub(rows=3 * PAGE)
        wire = Wire()
        wire.open.clear()
        hub.attach(Listener(wire.send), {KEY: 0})
        await _settle()
        assert (tables.reads, wire.got) == (1, [])
        wire.open.set()
        await _settle()
        assert wire.got == _numbers(3 * PAGE)

    run_apart(run())


def test_streams_that_begin_together_look_together():
    async def run() -> None:
        hub, tables = _hub(rows=2)
        asked, newest = [], tables.newest

        async def counted(keys: list[str]) -> dict[str, int]:
            asked.append(len(hub.listeners))
            return await newest(keys)

        hub._newest = counted
        wires = [_listen(hub)[1] for _ in range(5)]
        await _settle()
        late = _listen(hub)[1]
        await _settle()
        assert [wire.got for wire in (*wires, late)] == [_numbers(2)] * 6
        assert asked == [5, 6]

    run_apart(run())


def test_who_may_no_longer_listen_is_shown_out():
    async def run() -> None:
        hub, _ = _hub()
        (_, colleague), (_, left), (_, client), (_, desk) = (
            _listen(hub, seat_id=1, member_id=7), _listen(hub, seat_id=2, member_id=8), _listen(hub, seat_id=3),
            _listen(hub, membership_id=7),
        )  # fmt: skip
        hub.end({7}, {2})
        assert [wire.ended for wire in (colleague, left, client, desk)] == [True, True, False, True]

    run_apart(run())


def test_a_client_that_does_not_keep_up_is_dropped_and_forgotten():
    async def run() -> None:
        hub, _ = _hub()
        listener, wire = _listen(hub)
        wire.open.clear()
        large = b"x" * (MOST_WAITING // 4)
        hub.deliver(KEY, [(each, large) for each in range(1, 8)])
        assert listener.dropped
        assert listener.waiting <= MOST_WAITING + len(large)
        hub.detach(listener)
        assert (hub.count, hub.channels, hub.heads) == (0, {}, {})
        hub.deliver(KEY, [(9, b"9")])

    run_apart(run())


def test_a_broken_connection_or_database_ends_the_stream():
    async def run() -> None:
        async def broken(message) -> None:
            raise OSError

        hub, tables = _hub(rows=1)
        listener = Listener(broken)
        hub.attach(listener, {KEY: 0})
        await _settle()
        assert listener.dropped
        tables.fails = True
        other, _ = _listen(hub)
        await _settle()
        assert other.dropped

    run_apart(run())


def test_heartbeats_reach_everybody_once_a_turn_and_old_streams_end():
    async def run() -> None:
        hub, _ = _hub()
        wires = [_listen(hub)[1] for _ in range(45)]
        for second in range(BEAT_EVERY):
            hub.beat(second)
        assert [wire.got for wire in wires] == [[BEAT]] * 45
        for second in range(BEAT_EVERY * (MOST_BEATS - 1)):
            hub.beat(second)
        assert all(wire.got[-1] == BYE and wire.ended for wire in wires)

    run_apart(run())


def test_a_seat_that_was_left_hears_no_more():
    async def run() -> None:
        hub, _ = _hub()
        (_, gone), (_, stays) = _listen(hub, seat_id=1), _listen(hub, seat_id=2)
        hub.cut(KEY, 1)
        assert (gone.ended, stays.ended) == (True, False)

    run_apart(run())


def test_goodbye_ends_every_stream():
    async def run() -> None:
        hub, _ = _hub()
        wires = [_listen(hub)[1] for _ in range(3)]
        slow, wire = _listen(hub)
        wire.open.clear()
        hub.pass_on(KEY, b"typing")
        await hub.goodbye()
        assert hub.closing
        assert [wire.got for wire in wires] == [[b"typing", BYE]] * 3
        assert slow.dropped

    run_apart(run())
