"""The limit to compare with: a bare `websockets` broadcast server that keeps nothing and checks nothing.

Run as `python -m bench.peer PORT BYTES`. Who says `join 3 NAME` hears room 3; `3 words` is sent to all in it, padded to
BYTES, and acknowledged.
"""

import asyncio
import sys
from collections import defaultdict
from contextlib import suppress

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

ROOMS: dict[str, set[ServerConnection]] = defaultdict(set)


async def main(port: int, size: int) -> None:
    """Serve until killed."""
    async def handle(connection: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            async for text in connection:
                assert isinstance(text, str)
                room, _, words = text.partition(" ")
                if room == "join":
                    ROOMS[words.split()[0]].add(connection)
                else:
                    broadcast(ROOMS[room], words.ljust(size))
                await connection.send("ack" + words)
        for some in ROOMS.values():
            some.discard(connection)
    async with serve(handle, "127.0.0.1", port, compression=None, ping_interval=None):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
