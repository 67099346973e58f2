"""Where a webhook may go: which URLs are ones at all, and which addresses are nobody's inner network."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

UNICAST = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
DEFAULT_PORTS = {"https": 443, "http": 80}


class Refused(ValueError):
    """A target to which nothing is sent. The message is for the administrator who named it."""


@dataclass(frozen=True)
class Target:
    """A URL taken apart."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == DEFAULT_PORTS["https" if self.secure else "http"]
        return name if usual else f"{name}:{self.port}"


def target_of(url: str, *, private: bool) -> Target:
    """The parts of a URL. Raises Refused; without HTTPS, only where inner networks are allowed (`private`)."""
    if not url.isascii() or not url.isprintable() or " " in url:
        raise Refused("The URL holds signs that a URL cannot hold. Write others as %XX, and a name in its xn-- form.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Refused("This is not a URL. Write one such as https://example.org/hook.") from None
    if parts.scheme not in DEFAULT_PORTS or not host or port == 0:
        raise Refused("This is not a URL of a web server. Write one such as https://example.org/hook.")
    if parts.username is not None or parts.fragment:
        raise Refused("Leave user names, passwords and #parts out of the URL; the signature says who sends.")
    if parts.scheme == "http" and not private:
        raise Refused("Use https://. Plain http:// is for inner networks: WEBHOOK_PRIVATE_ADDRESSES=true allows them.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme == "https", host, port or DEFAULT_PORTS[parts.scheme], path)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, those inside of other addresses looked at too."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip not in UNICAST:
            return False
    return ip.is_global and not ip.is_multicast


def addresses_of(target: Target, *, private: bool) -> list[str]:
    """Every IP address of a target, looked up now; it is these that are connected to, and no later answer.

    Raises Refused if one of them is private and that is not allowed, OSError if there is none.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise Refused(f"“{target.host}” cannot be the name of a computer.") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not private and not all(is_public(address) for address in addresses):
        raise Refused("Its name leads into a private network. WEBHOOK_PRIVATE_ADDRESSES=true allows that.")
    return addresses
