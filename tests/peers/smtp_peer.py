"""A real SMTP server for tests: `python smtp_peer.py FOLDER [PORT]`.

Prints its port, then keeps each message that it accepts as FOLDER/0001.eml, 0002.eml, … exactly as received.
While FOLDER/answer exists, its text is the answer to DATA and nothing is kept. Ends when its standard input ends.
"""
import asyncio
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Keeper:
    """Keeps what it is handed, or says what it was told to say."""

    def __init__(self, folder):
        self.folder = folder
        self.kept = 0

    async def handle_DATA(self, server, session, envelope):
        answer = self.folder / "answer"
        if answer.exists():
            return answer.read_text()
        self.kept += 1
        half = self.folder / "half"
        half.write_bytes(envelope.original_content)
        half.rename(self.folder / f"{self.kept:04}.eml")
        return "250 2.0.0 kept"


async def serve(folder, port):
    keeper = Keeper(folder)
    loop = asyncio.get_running_loop()
    # Letters that are not ASCII stay out of the envelope, as with most servers of today.
    server = await loop.create_server(lambda: SMTP(keeper, hostname="peer.test"), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
