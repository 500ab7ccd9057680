"""A real SMTP server for tests: `python smtp_peer.py FOLDER [PORT]`.

Prints its port, then keeps each message as FOLDER/0001.eml, 0002.eml, … exactly as received, at the moment its last
byte is there. While FOLDER/answer exists, its text is the answer to DATA and nothing is kept. FOLDER/behave holds lines
that are read at each step:

    mute               says nothing to who connects
    hang               takes the message, keeps nothing and never answers
    hang DOMAIN        the same for messages to this domain
    drop               hangs up when the message was sent, keeps nothing
    slow SECONDS       keeps the message and answers so much later
    rcpt DOMAIN TEXT   answers TEXT to addresses of this domain
    password TEXT      who signs in needs this password

FOLDER/most holds how many messages were in its hands at the same time at most. Ends when its standard input ends.
"""
import asyncio
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    """Keeps what it is handed, or does what it was told to do."""

    def __init__(self, folder):
        self.folder = folder
        self.kept = 0
        self.at_once = 0
        self.most = 0

    def told(self, word):
        """What follows the word in each line that begins with it."""
        try:
            lines = (self.folder / "behave").read_text().splitlines()
        except FileNotFoundError:
            return []
        return [line[len(word):].strip() for line in lines if line.split(" ", 1)[0] == word]

    def signs_in(self, _server, _session, _envelope, _mechanism, data):
        wanted = self.told("password")
        good = not wanted or data.password.decode() == wanted[0]
        return AuthResult(success=good, handled=False)

    async def handle_RCPT(self, server, session, envelope, address, options):
        for rule in self.told("rcpt"):
            domain, answer = rule.split(" ", 1)
            if address.endswith("@" + domain):
                return answer
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 good"

    async def handle_DATA(self, server, session, envelope):
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        (self.folder / "most").write_text(str(self.most))
        try:
            return await self.takes(server, envelope)
        finally:
            self.at_once -= 1

    async def takes(self, server, envelope):
        answer = self.folder / "answer"
        if answer.exists():
            return answer.read_text()
        hanging = self.told("hang")
        if any(not domain or address.endswith("@" + domain) for domain in hanging for address in envelope.rcpt_tos):
            await asyncio.Event().wait()
        if self.told("drop"):
            server.transport.abort()
            return "421 4.3.2 gone"
        self.kept += 1
        half = self.folder / "half"
        half.write_bytes(envelope.original_content)
        half.rename(self.folder / f"{self.kept:04}.eml")
        for seconds in self.told("slow"):
            await asyncio.sleep(float(seconds))
        return "250 2.0.0 kept"


async def serve(folder, port):
    keeper = Keeper(folder)
    loop = asyncio.get_running_loop()

    def greets():
        if keeper.told("mute"):
            return asyncio.Protocol()
        # Letters that are not ASCII stay out of the envelope, as with most servers of today.
        return SMTP(keeper, hostname="peer.test", authenticator=keeper.signs_in, auth_require_tls=False)

    server = await loop.create_server(greets, "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
