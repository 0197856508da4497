"""An Exim of the test run's own: the mail server of the outside world, as an ordinary user.

At `firma.example` and `box.example` everybody is a mailbox (of Dovecot, by LMTP) but `ghost@` (refused at once), `gone@` (accepted,
then sent back) and `slow@` (asked to come again while `busy` exists). The desk's own domains go to its SMTP port.
Relaying needs no log-in from this machine; who gives one is checked (`PASSWORD`).
"""

import contextlib
import os
import pwd
import shutil
import smtplib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.peers.processes import answers, as_ordinary_user, folder, free_port, running, user_name

PASSWORD = "relay-password-1"


@dataclass(frozen=True)
class Exim:
    """Its port; `busy` is a file that makes `slow@` wait."""

    port: int
    busy: Path
    home: Path

    def send(self, sender: str, recipient: str, letter: bytes) -> None:
        """As a mail client does it."""
        with smtplib.SMTP("127.0.0.1", self.port) as client:
            client.sendmail(sender, [recipient], letter)

    def log(self) -> str:
        return (self.home / "mainlog").read_text(errors="replace")


@contextlib.contextmanager
def server(*, boxes: int, desks: Mapping[str, int]) -> Iterator[Exim]:
    """`boxes` is Dovecot's LMTP port; `desks` say which domain is at which SMTP port."""
    home, user = folder("exim"), user_name()
    found = Exim(free_port(), home / "busy", home)
    try:
        (home / "exim.conf").write_text(_configuration(found, user, boxes, desks))
        (home / "spool").mkdir()
        shutil.chown(home / "spool", user)
        command = as_ordinary_user(["/usr/sbin/exim4", "-C", str(home / "exim.conf"), "-bdf", "-q1m"])
        with running(command, ready=lambda: answers(found.port), log=home.with_suffix(".log")):
            yield found
    finally:
        shutil.rmtree(home, ignore_errors=True)
        home.with_suffix(".log").unlink(missing_ok=True)


def _configuration(to: Exim, user: str, boxes: int, desks: Mapping[str, int]) -> str:
    group = pwd.getpwnam(user).pw_gid if os.geteuid() == 0 else os.getegid()
    routers = "".join(
        f"desk{number}:\n  driver = accept\n  domains = {domain}\n  transport = desk{number}\n"
        for number, domain in enumerate(desks)
    )
    transports = "".join(
        f"desk{number}:\n  driver = smtp\n  hosts = 127.0.0.1\n  port = {port}\n  hosts_override\n  allow_localhost\n"
        for number, port in enumerate(desks.values())
    )
    return f"""
primary_hostname = mx.firma.example
domainlist box_domains = firma.example : box.example
spool_directory = {to.home}/spool
log_file_path = {to.home}/%slog
pid_file_path = {to.home}/pid
exim_user = {user}
exim_group = {group}
deliver_drop_privilege = true
never_users =
daemon_smtp_ports = {to.port}
local_interfaces = 127.0.0.1
dns_ipv4_lookup = *
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_max = 50
smtp_accept_max_per_connection = 1000
smtp_accept_queue_per_connection = 0
queue_run_max = 2
tls_advertise_hosts =
dkim_verify_signers =
keep_environment =
add_environment = PATH=/usr/bin:/bin
acl_smtp_rcpt = acl_rcpt
qualify_domain = firma.example
remote_max_parallel = 4
begin acl
acl_rcpt:
  deny   domains = +box_domains
         local_parts = ghost
         message = 5.1.1 no such user here
  defer  domains = +box_domains
         local_parts = slow
         condition = ${{if exists{{{to.busy}}}}}
         message = 4.3.2 the system is busy, please try again later
  accept hosts = 127.0.0.1
  deny
begin routers
gone:
  driver = redirect
  domains = +box_domains
  local_parts = gone
  allow_fail
  no_verify
  data = :fail: 5.1.1 no such user here any more
boxes:
  driver = accept
  domains = +box_domains
  local_part_suffix = +*
  local_part_suffix_optional
  transport = boxes
{routers}
begin transports
boxes:
  driver = smtp
  hosts = 127.0.0.1
  port = {boxes}
  hosts_override
  protocol = lmtp
  hosts_avoid_tls = *
  allow_localhost
  rcpt_include_affixes
{transports}
begin retry
* * F,10m,1m
begin rewrite
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if eq{{$auth3}}{{{PASSWORD}}}}}
  server_set_id = $auth2
  server_advertise_condition = yes
"""
