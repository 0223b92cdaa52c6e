"""Where a fetch from our own network may go: to public web servers, by the addresses that we have looked at."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Sequence[str]]  # host and port -> its addresses
PORTS = {"http": 80, "https": 443}
WRITTEN = "!$%&'()*+,/:;=?@[]~"  # signs of a path that stand as they are
LONGEST = 2_000  # characters of a URL

# Written out: what the standard library calls global differs between its versions.
PRIVATE = [IPv4Network(one) for one in (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/3",
    "168.63.129.16/32")]  # a public number behind which Azure keeps what is private to a machine
GLOBAL = IPv6Network("2000::/3")  # so no ::1, ::ffff:0:0/96, 64:ff9b::/96 (NAT64), fc00::/7, fe80::/10, ff00::/8
WRAPPED = [IPv6Network(one) for one in (
    "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]  # tunnels to other addresses (Teredo, 6to4); examples


class Refused(Exception):
    """A place where we do not go."""


@dataclass(frozen=True)
class Target:
    """A URL with the ADDRESS that its host had when it was looked at: no second look can change it."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def public(address: Address) -> bool:
    """Whether ADDRESS is that of anybody's server on the open internet."""
    if isinstance(address, IPv4Address):
        return not any(address in one for one in PRIVATE)
    return address in GLOBAL and not any(address in one for one in WRAPPED)


def looked_up(host: str, port: int) -> list[str]:
    """All addresses of HOST, as the system knows them. It also reads 0x7f.1 and 2130706433 as numbers."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def target(url: str, resolve: Resolver = looked_up, allowed: Callable[[Address], bool] = public,
           ports: frozenset[int] = frozenset(PORTS.values())) -> Target:
    """Where URL leads. Raise Refused unless all addresses of its host are ALLOWED, and its port is one of PORTS."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        port = PORTS.get(parts.scheme) if parts.port is None else parts.port
        name = host if ":" in host else host.encode("idna").decode()
        path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=WRITTEN)
    except ValueError:
        raise Refused("this is not an address") from None
    if parts.scheme not in PORTS or not name or parts.username is not None or len(url) > LONGEST:
        raise Refused("not an ordinary web address")
    if port not in ports or any(sign <= " " or sign == "\x7f" for sign in url):
        raise Refused("not an ordinary web address")
    try:
        found = [ip_address(one.partition("%")[0]) for one in resolve(name, port)]
    except (OSError, ValueError, UnicodeError):
        raise Refused("no such host") from None
    if not found or not all(allowed(one) for one in found):
        raise Refused("not on the open internet")
    return Target(parts.scheme, name, port, path, str(found[0]))
