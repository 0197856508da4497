"""One logged-in IMAP connection with its folder open: what the protocol says, as plain data."""

from __future__ import annotations

import contextlib
import imaplib
import json
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from imap_tools.errors import ImapToolsError
from imap_tools.idle import IdleManager, get_socket_poller
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.utils import encode_folder

from otklik.channels.kinds.email.imap.settings import ImapSettings
from otklik.channels.kinds.email.imap.troubles import Trouble
from otklik.channels.kinds.email.oauth import NoToken, sasl

SECONDS = 60  # for each answer
KEYWORD = "$OtklikTaken"
Token = Callable[..., str]  # token(fresh=bool)


class Connection:
    """Everything raises Trouble. UIDs are ints; `validity` is the folder's UIDVALIDITY, `uid_next` its UIDNEXT (0: unknown)."""

    def __init__(self, settings: ImapSettings, *, password: str = "", token: Token | None = None) -> None:
        self.settings = settings
        with _told(settings.host):
            self._box = _logged_in(settings, password, token)
            try:
                self._open()
            except BaseException:
                self.close()
                raise

    def waiting(self, criteria: str) -> list[int]:
        """UIDs that fit, ascending."""
        with _told(self.settings.host):
            _, data = _ok(self._box.client.uid("SEARCH", criteria))
            return sorted({int(each) for line in data if line for each in line.split()})

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Octets of each letter that is still there."""
        found = {}
        with _told(self.settings.host):
            for line in _lines(_ok(self._box.client.uid("FETCH", _set(uids), "(UID RFC822.SIZE)"))[1]):
                uid, size = re.search(rb"UID (\d+)", line), re.search(rb"RFC822\.SIZE (\d+)", line)
                if uid and size:
                    found[int(uid[1])] = int(size[1])
        return found

    def letter(self, uid: int, *, octets: int | None = None) -> bytes | None:
        """The bytes (the first `octets` of them); None when it has gone meanwhile. It stays unread."""
        part = "BODY.PEEK[]" + (f"<0.{octets}>" if octets else "")
        with _told(self.settings.host):
            kind, data = self._box.client.uid("FETCH", str(uid), f"({part})")
            if "EXPUNGEISSUED" in _text([each for each in data if isinstance(each, bytes)]):
                return None
            _ok((kind, data))
        for each in data:
            if isinstance(each, tuple) and b"BODY[]" in each[0].upper():
                return bytes(each[1])
        for line in _lines(data):  # too short for a literal; NIL is what is left of one that has gone
            short = re.search(rb'BODY\[\](?:<0>)? "((?:[^"\\]|\\.)*)"', line, re.I)
            if short:
                return re.sub(rb"\\(.)", rb"\1", short[1])
        return None

    def mark(self, uids: Sequence[int], taken: str) -> None:
        """Say on the server that we have them: a keyword, \\Seen, or another folder, which is made when missing."""
        if not uids:
            return
        with _told(self.settings.host):
            if taken.startswith("move:"):
                self._move(uids, taken[5:])
            elif taken == "seen" or not self.keeps_keywords:
                _ok(self._box.client.uid("STORE", _set(uids), "+FLAGS.SILENT", r"(\Seen)"))
            else:
                _ok(self._box.client.uid("STORE", _set(uids), "+FLAGS.SILENT", f"({KEYWORD})"))

    def idle(self, seconds: float, is_over: Callable[[], bool]) -> bool:
        """Wait in IDLE until something has come (True), `is_over` says so or the time is up (False)."""
        with _told(self.settings.host):
            try:
                self._box.idle.start()
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:  # it says that it can, and cannot
                self.has_idle = False
                return False
            came = False
            waited = 0.0
            while not came and waited < seconds and not is_over():
                lines = self._box.idle.poll(1.0)
                waited += 1.0
                if any(line.upper().startswith(b"* BYE") for line in lines):
                    raise Trouble("dropped", lines[-1].decode("latin-1"), host=self.settings.host)
                came = any(re.match(rb"\* \d+ (EXISTS|RECENT)", line, re.I) for line in lines)
            self._box.idle.stop()
            return came

    def noop(self) -> None:
        """Let the server tell what is new; needed between looks without IDLE."""
        with _told(self.settings.host):
            _ok(self._box.client.noop())

    def close(self) -> None:
        """Log out, whatever the state."""
        with contextlib.suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
            self._box.client.logout()
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._box.client.shutdown()

    def _open(self) -> None:
        client = self._box.client
        _, data = _ok(client.capability())  # what a server says before the log-in is not all
        words = {each.upper() for line in data if line for each in line.decode("latin-1").split()}
        self.has_idle, self._has_move, self._has_uidplus = "IDLE" in words, "MOVE" in words, "UIDPLUS" in words
        kind, said = client.select(encode_folder(self.settings.folder))
        if kind != "OK":
            raise Trouble("folder", _text(said), host=self.settings.host)
        self.letters = int((said[0] or b"0").split()[0]) if said and said[0] else 0
        self.validity, self.uid_next = self._number("UIDVALIDITY"), self._number("UIDNEXT")
        flags = b" ".join(each for each in client.untagged_responses.get("PERMANENTFLAGS", []) if each)
        self.keeps_keywords = rb"\*" in flags or KEYWORD.encode() in flags

    def _number(self, name: str) -> int:
        values = [each for each in self._box.client.untagged_responses.get(name, []) if each]
        return int(values[-1]) if values and values[-1].isdigit() else 0

    def _move(self, uids: Sequence[int], folder: str) -> None:
        client, target = self._box.client, encode_folder(folder)
        command = "MOVE" if self._has_move else "COPY"
        kind, said = client.uid(command, _set(uids), target)
        if kind != "OK" and "TRYCREATE" in _text(said).upper() + str(client.untagged_responses.get("TRYCREATE", "")):
            client.create(target)
            kind, said = client.uid(command, _set(uids), target)
        _ok((kind, said))
        if not self._has_move:
            _ok(client.uid("STORE", _set(uids), "+FLAGS.SILENT", r"(\Deleted)"))
            if self._has_uidplus:  # a plain EXPUNGE would take away what other people have marked
                _ok(client.uid("EXPUNGE", _set(uids)))


class _Idle(IdleManager):  # type: ignore[misc]  # read as untyped
    """The library's IDLE, made sure of two things: a line that came together with the permission to idle is not left
    in the buffer until the next one, and a closed connection is told from silence."""

    def start(self) -> None:
        client = self.mailbox.client
        self._idle_tag = client._command("IDLE")
        while client._get_response() is not None:
            if client.tagged_commands[self._idle_tag]:
                raise imaplib.IMAP4.error(_text(client.tagged_commands.pop(self._idle_tag)[1]))
        self._came_early = bool(client.untagged_responses.pop("EXISTS", None))

    def poll(self, timeout: float | None) -> list[bytes]:
        early = [b"* 0 EXISTS"] if self._came_early else []
        self._came_early = False
        lines = early + self._ready()[0]
        if not lines and get_socket_poller(self.mailbox.client.sock, timeout):
            lines, is_closed = self._ready()
            if is_closed and not lines:
                raise imaplib.IMAP4.abort("the connection was closed")
        return lines

    def _ready(self) -> tuple[list[bytes], bool]:
        """Lines that can be read without waiting, and whether reading ended as at the end of a file."""
        client, lines = self.mailbox.client, []
        before = client.sock.gettimeout()
        client.sock.settimeout(0)
        try:
            while True:
                lines.append(client._get_line())
        except imaplib.IMAP4.abort as error:
            if "EOF" not in str(error):
                raise
            return lines, True
        except OSError:
            return lines, False
        finally:
            client.sock.settimeout(before)


def _logged_in(settings: ImapSettings, password: str, token: Token | None) -> BaseMailBox:
    for fresh in (False, True):
        box = _connected(settings)
        try:
            if token is not None:
                _xoauth2(box, settings.user, token(fresh=fresh))
            elif (settings.user + password).isascii():
                box.login(settings.user, password, initial_folder=None)
            else:
                box.login_utf8(settings.user, password, initial_folder=None)
        except (imaplib.IMAP4.error, ImapToolsError, UnicodeError) as error:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                box.client.shutdown()
            if isinstance(error, imaplib.IMAP4.abort):
                raise
            said = _said(error)
            is_busy = re.search(r"unavailable|inuse|\[limit|too many|try (?:again )?later|temporar", said, re.I)
            if token is None or fresh or is_busy:
                raise Trouble("busy" if is_busy else "login", said, host=settings.host) from error
        except BaseException:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                box.client.shutdown()
            raise
        else:
            return box
    raise AssertionError  # the second round returns or raises


def _connected(settings: ImapSettings) -> BaseMailBox:
    if settings.tls == "tls":
        box = MailBox(settings.host, settings.port, timeout=SECONDS, ssl_context=ssl.create_default_context())
    elif settings.tls == "starttls":
        box = MailBoxStartTls(settings.host, settings.port, timeout=SECONDS, ssl_context=ssl.create_default_context())
    else:
        box = MailBoxUnencrypted(settings.host, settings.port, timeout=SECONDS)
    box.idle = _Idle(box)
    return box


def _xoauth2(box: BaseMailBox, user: str, token: str) -> None:
    first = [sasl(user, token).encode()]
    reasons: list[str] = []

    def answer(challenge: bytes) -> bytes:
        if first:
            return first.pop()
        reasons.append(challenge.decode("utf-8", "replace"))  # why not; an empty answer ends the exchange
        return b""

    try:
        box.client.authenticate("XOAUTH2", answer)
    except imaplib.IMAP4.error as error:
        if isinstance(error, imaplib.IMAP4.abort) or not reasons:
            raise
        with contextlib.suppress(ValueError, AttributeError):
            reasons[0] = f"status {json.loads(reasons[0]).get('status')}"
        raise imaplib.IMAP4.error(f"{_said(error)} {reasons[0]}") from error


@contextlib.contextmanager
def _told(host: str) -> Iterator[None]:
    """Whatever the libraries raise, as Trouble."""
    try:
        yield
    except NoToken as error:
        raise Trouble("token" if error.is_final else "unreachable", error.said, host=error.host) from error
    except socket.gaierror as error:
        raise Trouble("name", str(error.strerror or error), host=host) from error
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionResetError, BrokenPipeError) as error:
        raise Trouble("dropped", type(error).__name__, host=host) from error
    except ssl.SSLError as error:
        raise Trouble("tls", getattr(error, "verify_message", "") or str(error.reason or error), host=host) from error
    except OSError as error:
        raise Trouble("unreachable", str(error.strerror or error), host=host) from error
    except imaplib.IMAP4.readonly as error:
        raise Trouble("folder", _said(error), host=host) from error
    except imaplib.IMAP4.abort as error:
        raise Trouble("dropped", _said(error), host=host) from error
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        said = _said(error)
        raise Trouble("tls" if "TLS" in said else "refused", said, host=host) from error


def _ok(answer: tuple[str, list[Any]]) -> tuple[str, list[Any]]:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(_text(answer[1]))
    return answer


def _said(error: Exception) -> str:
    result = getattr(error, "command_result", None)
    if result is not None:
        return _text(result[1])
    return _text(list(error.args))


def _text(said: Sequence[Any]) -> str:
    words = [each.decode("utf-8", "replace") if isinstance(each, bytes) else str(each) for each in said if each]
    return " ".join(words)[:300]


def _lines(data: Sequence[Any]) -> list[bytes]:
    return [each[0] if isinstance(each, tuple) else each for each in data if each]


def _set(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))
