"""Sixty addresses and names by which somebody means the inside: none is connected to, whatever it is called."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from amana.outside.egress import EgressRefused, is_outside, outside_client

INSIDE = [
    # this machine, in every notation that a resolver understands
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0x0.0x0.0x1", "017700000001", "0177.1",
    "0177.0.0.01", "127.0.0.01", "localhost", "LOCALHOST", "localhost.", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "0.0.0.0", "0",
    "[::]", "%31%32%37.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1",
    # its network, its host's metadata, and what is reserved
    "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255", "169.254.169.254", "0xa9fea9fe", "2852039166",
    "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]", "[fe80::1]", "[fd00:ec2::254]", "[fc00::1]", "[fec0::1]", "100.64.0.1",
    "100.100.100.200", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "[ff02::1]", "[2001:db8::1]", "[2001:0:53aa:64c:0:fefe:80ff:fffe]", "[100::1]",
]  # fmt: skip


class Canary:
    """A listener on every address of this machine's loopback; it counts who knocks."""

    def __init__(self) -> None:
        self.knocks = 0
        self.port = 0

    async def heard(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.knocks += 1
        writer.close()


@pytest.fixture
async def canary() -> AsyncIterator[Canary]:
    made = Canary()
    server = await asyncio.start_server(made.heard, "0.0.0.0", 0)
    made.port = server.sockets[0].getsockname()[1]
    six = await asyncio.start_server(made.heard, "::", made.port, family=10)
    yield made
    server.close()
    six.close()


def test_there_are_sixty() -> None:
    assert len(INSIDE) == len(set(INSIDE)) >= 60


async def test_the_canary_hears_whoever_comes_by_another_way(canary: Canary) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", canary.port)
    writer.close()
    with pytest.raises(httpx.HTTPError):
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get(f"https://0x7f.1:{canary.port}/")
    assert canary.knocks == 2


@pytest.mark.parametrize("host", INSIDE)
async def test_nothing_inside_is_connected_to(canary: Canary, host: str) -> None:
    async with outside_client() as client:
        for url in (f"https://{host}:{canary.port}/", f"http://{host}:{canary.port}/", f"https://me@{host}:{canary.port}/"):
            with pytest.raises((EgressRefused, httpx.InvalidURL)):
                await client.get(url)
    assert canary.knocks == 0


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["127.0.0.1", "93.184.215.14"], ["::1"], ["fe80::1%eth0"], [], ["nonsense"]],
    ids=str,
)
async def test_a_name_that_means_the_inside_even_once(canary: Canary, addresses: list[str]) -> None:
    async def resolve(_: str, __: int) -> list[str]:
        return addresses

    async with outside_client(resolve=resolve) as client:
        with pytest.raises(EgressRefused, match=r"rebinding\.example"):
            await client.get(f"https://rebinding.example:{canary.port}/")
    assert canary.knocks == 0


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808", "2002:808:808::"]
)
def test_what_is_outside_is_outside(address: str) -> None:
    assert is_outside(address)


# ---- a host that the operator's own settings name, with a certificate of its own ----------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("issuer.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path / "both.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


async def test_it_is_asked_once_for_its_address_by_its_name_and_no_redirect_is_followed(
    certificate: Path, canary: Canary, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        asked.append(head.decode())
        writer.write(f"HTTP/1.1 302 Found\r\nlocation: https://127.0.0.1:{canary.port}/\r\ncontent-length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async def resolve(name: str, _: int) -> list[str]:
        resolved.append(name)
        return ["127.0.0.1"]

    resolved: list[str] = []
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(certificate)
    server = await asyncio.start_server(answers, "127.0.0.1", 0, ssl=served)
    port = server.sockets[0].getsockname()[1]
    trusted = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(httpx, "create_ssl_context", lambda **_: trusted)
    async with outside_client(inside=["issuer.example"], resolve=resolve) as client:
        answered = await client.get(f"https://issuer.example:{port}/")
    assert answered.status_code == 302
    assert "host: issuer.example" in asked[0].lower()
    assert resolved == ["issuer.example"]
    assert canary.knocks == 0
    server.close()
