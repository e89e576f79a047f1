"""Two people talk through a real server: what one writes the other reads."""

from __future__ import annotations

import asyncio

from tests.live.raw_client import Stream, post
from tests.live.running import run_apart
from tests.live.servers import site


async def until(true, seconds: float = 30.0) -> None:
    for _ in range(int(seconds * 100)):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


async def _talk(port: int, talk: dict[str, str]) -> None:
    path = f"/live/threads/{talk['id']}"
    client, lawyer = (Stream(f"{path}/events", talk[side]) for side in ("client", "lawyer"))
    listening = [asyncio.create_task(each.listen(port)) for each in (client, lawyer)]
    await until(lambda: len(client.messages()) == len(lawyer.messages()) == 1)
    assert client.messages()[0]["text"] == "陆律师加入了对话。"
    said = {"client_id": "client-0001", "text": "房东不退押金怎么办？"}
    status, answer = await post(port, f"{path}/messages", talk["client"], said)
    assert (status, answer["message"]["seq"]) == (201, 2)
    assert await post(port, f"{path}/messages", talk["client"], said) == (200, answer)
    await until(lambda: len(lawyer.messages()) == 2)
    assert lawyer.messages()[1] == answer["message"] == client.messages()[1]
    assert (await post(port, f"{path}/typing", talk["lawyer"], {}))[0] == 200
    await until(lambda: any(name == "typing" for name, _ in client.events))
    assert (await post(port, f"{path}/read", talk["lawyer"], {"seq": 2}))[1] == {"changed": True}
    await until(lambda: any(name == "read" and data["seq"] == 2 for name, data in client.events))
    for task in listening:
        task.cancel()


def test_two_people_talk(tmp_path):
    with site(tmp_path) as here:
        (talk,) = here.conversations(1)
        run_apart(_talk(here.start(), talk))
