"""A small OAuth 2.0 provider over real HTTP: a token endpoint, and an introspection endpoint for Dovecot."""

import contextlib
import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs


@dataclass
class Provider:
    """`good` are access tokens with their user; `refresh` the refresh token that is valid now; `asked` all requests."""

    port: int
    user: str = "support@nord.example"
    refresh: str = "refresh-1"
    good: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    rotates: bool = False
    status: int = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/token"

    def token(self, words: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.asked.append(words)
        if self.status != 200:
            return self.status, {}
        by_refresh = words.get("grant_type") == "refresh_token" and words.get("refresh_token") == self.refresh
        by_client = words.get("grant_type") == "client_credentials" and words.get("client_secret") == "secret"
        if not (by_refresh or by_client):
            return 400, {"error": "invalid_grant", "error_description": "Token has been revoked"}
        token = f"access-{len(self.asked)}"
        self.good[token] = self.user
        answer: dict[str, object] = {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
        if self.rotates:
            self.refresh = answer["refresh_token"] = f"refresh-{len(self.asked) + 1}"  # type: ignore[assignment]
        return 200, answer

    def introspect(self, words: dict[str, str]) -> tuple[int, dict[str, object]]:
        user = self.good.get(words.get("token", ""))
        return 200, {"active": "true", "username": user} if user else {"active": "false"}


@contextlib.contextmanager
def provider() -> Iterator[Provider]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            words = {name: values[0] for name, values in parse_qs(body).items()}
            status, answer = (found.token if self.path == "/token" else found.introspect)(words)
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words: object) -> None:
            """Tests read no access log."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Provider(server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield found
        finally:
            server.shutdown()
