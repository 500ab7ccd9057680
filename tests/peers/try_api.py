"""The API as strangers use it: `python try_api.py PATH/TO/luudong guide|python|typescript`.

Each job starts on a server of its own, filled by `luudong demo`, on Monday 23/11/2026, 08:00 in Việt Nam. When a job
asks the address in MOVE for a day, the server is started again on that day, at the same address.
"""
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
DAY_OF_THE_VISIT = "<!-- the day of the visit -->"
READY_SECS = 30


class Server:
    """`luudong serve` with a database of its own, at a moment of its own."""

    def __init__(self, binary, folder):
        self.binary, self.folder, self.child = binary, folder, None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"

    def environment(self, moment):
        own = {
            "SERVER__PORT": str(self.port),
            "CLOCK__STARTS_AT": moment,
            "DATABASE__URL": f"sqlite:{self.folder}/api.sqlite3",
            "MAIL__FOLDER": f"{self.folder}/mail",
            "LOG__FILTER": "warn",
        }
        return os.environ | {f"LUUDONG__{name}": value for name, value in own.items()}

    def fill(self):
        subprocess.run([self.binary, "demo"], cwd=self.folder, env=self.environment("2026-11-23T08:00:00"), check=True, stdout=subprocess.DEVNULL)

    def start(self, moment):
        self.stop()
        self.child = subprocess.Popen([self.binary, "serve"], cwd=self.folder, env=self.environment(moment))
        for _ in range(READY_SECS * 20):
            try:
                return urllib.request.urlopen(f"{self.base}/health").close()
            except OSError:
                if self.child.poll() is not None:
                    raise SystemExit("the server ended")
                threading.Event().wait(0.05)
        raise SystemExit(f"the server is not ready after {READY_SECS} s")

    def stop(self):
        if self.child:
            self.child.terminate()
            self.child.wait()
            self.child = None


class Mover(BaseHTTPRequestHandler):
    """GET /2026-11-25 starts the server again in the afternoon of that day."""

    def do_GET(self):
        self.server.moved.start(f"{self.path.strip('/')}T16:30:00")
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def play(name, binary, filled, command):
    """Runs a job against a fresh copy of the filled server."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(filled, folder, dirs_exist_ok=True)
        server = Server(binary, folder)
        mover = HTTPServer(("127.0.0.1", 0), Mover)
        mover.moved = server
        threading.Thread(target=mover.serve_forever, daemon=True).start()
        try:
            server.start("2026-11-23T08:00:00")
            told = {"API": server.base, "MOVE": f"http://127.0.0.1:{mover.server_port}"}
            print(f"-- {name}", flush=True)
            if subprocess.run(command(server.base), env=os.environ | told).returncode:
                raise SystemExit(f"FAILED {name}: what it did last stands above")
        finally:
            mover.shutdown()
            server.stop()


def blocks(language, move):
    """The code of the guide in one language, with `move` where the day of the visit comes."""
    text = (ROOT / "docs/guide.md").read_text()
    parts = re.findall(rf"```{language}\n(.*?)```|({re.escape(DAY_OF_THE_VISIT)})", text, re.DOTALL)
    code = [part or move for part, _ in parts]
    # The guide moves once in each language; the marks of the other one stand before or behind all blocks of this one.
    while code and code[0] == move:
        code.pop(0)
    while code and code[-1] == move:
        code.pop()
    if len(code) < 5 or code.count(move) != 1:
        raise SystemExit(f"the guide has not all steps in {language}: {len(code)} blocks")
    return "".join(code)


def guide(binary, filled):
    shell = blocks("sh", 'curl -sf "$MOVE/$ON"\n')
    python = blocks("python", 'import os; urllib.request.urlopen(os.environ["MOVE"] + "/" + on)\n')
    here = "http://127.0.0.1:8080"
    play("the guide with curl", binary, filled, lambda base: ["bash", "-euo", "pipefail", "-c", shell.replace(here, base)])
    play("the guide in Python", binary, filled, lambda base: [sys.executable, "-c", python.replace(here, base)])


def python(binary, filled, document):
    """A client made by openapi-python-client, which may warn about nothing."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "luudong_client"
        generate = [str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--path", str(document),
                    "--output-path", str(made), "--meta", "none", "--fail-on-warning"]
        # It tidies what it wrote with ruff, which stands beside it.
        subprocess.run(generate, check=True, env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"})
        job = str(ROOT / "tests/peers/main_job.py")
        play("a generated client in Python", binary, filled, lambda _: ["env", f"PYTHONPATH={folder}", sys.executable, job])


def typescript(binary, filled, document):
    """Types made by openapi-typescript, the job checked against them."""
    with tempfile.TemporaryDirectory() as folder:
        tools = WEB / "node_modules/.bin"
        (Path(folder) / "node_modules").symlink_to(WEB / "node_modules")
        (Path(folder) / "package.json").write_text('{"type": "module"}')
        shutil.copy(WEB / "tests/main_job.ts", folder)
        subprocess.run([tools / "openapi-typescript", str(document), "-o", f"{folder}/schema.d.ts"], check=True)
        options = ["--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom"]
        subprocess.run([tools / "tsc", *options, f"{folder}/main_job.ts"], check=True)
        play("a generated client in TypeScript", binary, filled, lambda _: ["node", f"{folder}/main_job.js"])


def main(binary, *names):
    binary = str(Path(binary).resolve())
    with tempfile.TemporaryDirectory() as folder:
        filled, document = Path(folder) / "filled", Path(folder) / "openapi.json"
        filled.mkdir()
        document.write_bytes(subprocess.run([binary, "openapi"], cwd=folder, check=True, stdout=subprocess.PIPE).stdout)
        Server(binary, filled).fill()
        jobs = {
            "guide": lambda: guide(binary, filled),
            "python": lambda: python(binary, filled, document),
            "typescript": lambda: typescript(binary, filled, document),
        }
        for name in names or jobs:
            jobs[name]()


main(*sys.argv[1:])
