"""A small language model on a port of its own, for tests: it answers what it is told to, and remembers what it was asked."""

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextlib.contextmanager
def serving(say, *, status=200, raw=None, drip=0.0, headers=()):
    """(address, questions): a server on loopback whose every answer is `say`; `raw` bytes instead; `drip`: seconds between two bytes."""
    questions = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            questions.append({"path": self.path, "key": self.headers.get("Authorization"), **body})
            answer = raw if raw is not None else json.dumps({"choices": [{"message": {"content": say}}]}).encode()
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):
                for each in [bytes([byte]) for byte in answer] if drip else [answer]:
                    self.wfile.write(each)
                    time.sleep(drip)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", questions
    finally:
        server.shutdown()
        server.server_close()
