"""The limit to compare with: a bare `websockets` broadcast server that keeps nothing and checks nothing.

Run as `python -m bench.peer PORT BYTES`: each text it gets is sent to everyone, padded to BYTES.
"""

import asyncio
import sys

from websockets.asyncio.server import ServerConnection, broadcast, serve

OPEN: set[ServerConnection] = set()


async def main(port: int, size: int) -> None:
    """Serve until killed."""
    async def handle(connection: ServerConnection) -> None:
        OPEN.add(connection)
        try:
            async for text in connection:
                assert isinstance(text, str)
                broadcast(OPEN, text.ljust(size))
                await connection.send("ack" + text[:10])
        finally:
            OPEN.discard(connection)
    async with serve(handle, "127.0.0.1", port, compression=None, ping_interval=None):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
