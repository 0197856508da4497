"""A Dovecot of the test run's own: IMAP (plain, STARTTLS, TLS, XOAUTH2) and LMTP, as an ordinary user.

Every address is a mailbox with the password `PASSWORD`. An OAuth token is good when `tokens` says so: Dovecot asks it.
"""

import contextlib
import datetime
import imaplib
import ipaddress
import shutil
import smtplib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.peers.processes import answers, as_ordinary_user, folder, free_port, running, user_name

PASSWORD = "box-password-1"


@dataclass(frozen=True)
class Dovecot:
    """Ports, and the file of the authority that signed its certificate (for 127.0.0.1 and localhost)."""

    imap: int
    imaps: int
    lmtp: int
    authority: Path
    home: Path

    def client(self, user: str, box: str = "INBOX") -> imaplib.IMAP4:
        """A logged-in client with the folder open."""
        client = imaplib.IMAP4("127.0.0.1", self.imap)
        client.login(f'"{user}"', PASSWORD)
        client.select(box)
        return client

    def letters(self, user: str, box: str = "INBOX") -> list[bytes]:
        """Everything in a folder, oldest first."""
        with self.client(user, box) as client:
            numbers = client.uid("SEARCH", "ALL")[1][0].split()
            return [client.uid("FETCH", each.decode(), "(BODY.PEEK[])")[1][0][1] for each in numbers]

    def flags(self, user: str, box: str = "INBOX") -> list[str]:
        """The flags of every letter, oldest first."""
        with self.client(user, box) as client:
            lines = client.fetch("1:*", "(FLAGS)")[1]
            return [each.decode().partition("FLAGS (")[2].partition(")")[0] for each in lines if each]

    def deliver(self, user: str, *letters: bytes, sender: str = "anna@firma.example") -> None:
        """Into the mailbox by LMTP, as the last server of the way does."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as client:
            for letter in letters:
                client.sendmail(sender, [user], letter)

    def until(self, user: str, count: int, *, seconds: float = 60) -> list[bytes]:
        """The letters as soon as there are `count` of them."""
        deadline = time.monotonic() + seconds
        while len(found := self.letters(user)) < count:
            assert time.monotonic() < deadline, f"{user} has {len(found)} letters of {count}"
            time.sleep(0.1)
        return found


@contextlib.contextmanager
def server(*, introspection: str = "http://127.0.0.1:9/") -> Iterator[Dovecot]:
    """A fresh one with no letters; `introspection` is the URL that knows good tokens."""
    home, user = folder("dovecot"), user_name()
    found = Dovecot(free_port(), free_port(), free_port(), home / "authority.pem", home)
    try:
        _certificate(home)
        (home / "oauth2.conf").write_text(
            f"introspection_mode = post\nintrospection_url = {introspection}\nusername_attribute = username\n"
            "active_attribute = active\nactive_value = true\nrawlog_dir =\n"
        )
        (home / "dovecot.conf").write_text(_configuration(found, user))
        for each in home.iterdir():
            shutil.chown(each, user)
        command = as_ordinary_user(["/usr/sbin/dovecot", "-F", "-c", str(home / "dovecot.conf")])
        with running(
            command, ready=lambda: answers(found.imap) and answers(found.lmtp), log=home.with_suffix(".log")
        ):
            yield found
    finally:
        shutil.rmtree(home, ignore_errors=True)
        home.with_suffix(".log").unlink(missing_ok=True)


def _configuration(to: Dovecot, user: str) -> str:
    services = "".join(f"service {name} {{\n  chroot =\n}}\n" for name in ("stats", "submission-login", "pop3-login"))
    return f"""
base_dir = {to.home}/run
state_dir = {to.home}/state
log_path = {to.home}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {_group()}
mail_location = maildir:{to.home}/boxes/%u
mailbox_idle_check_interval = 1 s
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
first_valid_uid = 0
last_valid_uid = 0
first_valid_gid = 0
ssl = yes
ssl_cert = <{to.home}/certificate.pem
ssl_key = <{to.home}/key.pem
lda_mailbox_autocreate = yes
lmtp_save_to_detail_mailbox = no
recipient_delimiter = +
postmaster_address = postmaster@firma.example
hostname = dovecot.firma.example
passdb {{
  driver = static
  mechanisms = plain login
  args = password={PASSWORD}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {to.home}/oauth2.conf
}}
userdb {{
  driver = static
  args = allow_all_users=yes uid={user} gid={_group()} home={to.home}/homes/%u
}}
{services}service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {to.imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {to.imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {to.lmtp}
  }}
}}
protocol lmtp {{
  mail_plugins =
}}
"""


def _group() -> str:
    import grp
    import os
    import pwd

    return (
        grp.getgrgid(pwd.getpwnam("nobody").pw_gid).gr_name
        if os.geteuid() == 0
        else grp.getgrgid(os.getegid()).gr_name
    )


def _certificate(home: Path) -> None:
    """An authority of this run's own and a certificate for 127.0.0.1 and localhost by it."""
    now = datetime.datetime.now(tz=datetime.UTC)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tests' authority")])

    def builder(subject: x509.Name, of: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(authority)
            .public_key(of.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=2))
        )

    root = builder(authority, authority_key).add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    leaf = builder(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")]), key).add_extension(
        x509.SubjectAlternativeName(names), False
    )
    pem = serialization.Encoding.PEM
    (home / "authority.pem").write_bytes(root.sign(authority_key, hashes.SHA256()).public_bytes(pem))
    (home / "certificate.pem").write_bytes(leaf.sign(authority_key, hashes.SHA256()).public_bytes(pem))
    (home / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
