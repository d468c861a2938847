"""The one way out: whatever the engine asks of another machine goes through here, and reaches nothing inside.

An address that somebody else chose can name the engine's own network: its database, its host's metadata, its neighbours. So
a name is resolved once, every address that it has is looked at, and the connection goes to one that was looked at; the
certificate is still checked against the name. Https alone, no redirect is followed, and no proxy is taken from the environment.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import httpcore
import httpx

WAIT_SECONDS_MAX = 10.0

# The addresses of a name at a port, as texts.
Resolve = Callable[[str, int], Awaitable[list[str]]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# What carries an IPv4 address in an IPv6 one: how far from the right it ends, in bits.
_EMBEDDING = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),  # mapped
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),  # translated (RFC 2765)
    (ipaddress.IPv6Network("::/96"), 0),  # compatible, long out of use
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),  # NAT64 (RFC 6052)
    (ipaddress.IPv6Network("2002::/16"), 80),  # 6to4
)
_UNICAST = ipaddress.IPv6Network("2000::/3")  # all of IPv6 that is given out to the public network
_TUNNELS = (ipaddress.IPv6Network("2001::/32"), ipaddress.IPv6Network("64:ff9b:1::/48"))  # Teredo; NAT64 of somebody's own


class EgressRefused(httpx.ConnectError):
    """The engine asks nothing of this address: it is not https, not of the public network, or is no name at all."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host}: {EgressRefused.__doc__}")


def outside_client(inside: Iterable[str] = (), resolve: Resolve | None = None) -> httpx.AsyncClient:
    """A client for the world outside. `inside`: hosts that the operator's own settings name, which may lie anywhere.

    A request raises EgressRefused where its address is not https or not global. Follows no redirect.
    """
    backend = _Pinned(frozenset(host.lower() for host in inside), resolve or _resolved)
    return httpx.AsyncClient(transport=_Https(backend), timeout=WAIT_SECONDS_MAX, trust_env=False, follow_redirects=False)


def is_outside(address: str) -> bool:
    """Whether an IP address is one of the public network: not this machine, this network, a tunnel's or a reserved one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if "%" in address or (isinstance(parsed, ipaddress.IPv6Address) and any(parsed in tunnel for tunnel in _TUNNELS)):
        return False
    return all(
        each.is_global and not each.is_multicast and (isinstance(each, ipaddress.IPv4Address) or each in _UNICAST)
        for each in _meant(parsed)
    )


def _meant(address: Address) -> Iterable[Address]:
    """The address, unless it is another's disguise; and whatever it carries."""
    if isinstance(address, ipaddress.IPv6Address):
        for network, bits in _EMBEDDING:
            if address in network:
                yield ipaddress.IPv4Address((int(address) >> bits) & 0xFFFFFFFF)
                return
    yield address


class _Https(httpx.AsyncHTTPTransport):
    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=backend, http1=True
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.scheme != "https" or request.url.userinfo:
            raise EgressRefused(request.url.host)
        return await super().handle_async_request(request)


class _Pinned(httpcore.AsyncNetworkBackend):
    """Connects to an address that was looked at, never to a name."""

    def __init__(self, inside: frozenset[str], resolve: Resolve) -> None:
        self._inside = inside
        self._resolve = resolve
        self._through = httpcore.AnyIOBackend()

    async def connect_tcp(self, host: str, port: int, *more: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        addresses = await self._resolve(host, port)
        if not addresses or (host.lower() not in self._inside and not all(map(is_outside, addresses))):
            raise EgressRefused(host)
        return await self._through.connect_tcp(addresses[0], port, *more, **options)

    async def connect_unix_socket(self, path: str, *more: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        raise EgressRefused(path)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _resolved(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(address[0]) for *_, address in found]
