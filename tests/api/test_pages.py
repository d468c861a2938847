import re
from pathlib import Path

import httpx
import pytest

from amana.api.pages import Pages, PagesNotBuilt


async def test_every_deep_link_is_the_app_and_loads_from_here_alone(http: httpx.AsyncClient) -> None:
    for path in ("/", "/link", "/desk/statement", "/client/projects/7f0c2d52-1111-4111-8111-111111111111/import"):
        page = await http.get(path)
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.headers["cache-control"] == "no-cache"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert re.findall(r"(?:src|href)=\"(?!/)", page.text) == []
    assert "<style" not in page.text
    assert re.findall(r"<script(?![^>]* src=)", page.text) == []


async def test_assets_are_immutable_and_compressed_and_what_is_not_there_is_not_the_app(http: httpx.AsyncClient) -> None:
    [script] = re.findall(r'src="(/assets/[^"]+\.js)"', (await http.get("/")).text)
    asset = await http.get(script)
    assert asset.headers["cache-control"].endswith("immutable")
    assert asset.headers["content-encoding"] == "gzip"
    assert "javascript" in asset.headers["content-type"]
    plain = await http.get(script, headers={"accept-encoding": "identity"})
    assert plain.content == asset.content
    assert "content-encoding" not in plain.headers
    for absent in ("/assets/gone.js", "/api/nothing"):
        refused = await http.get(absent)
        assert refused.status_code == 404
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/assets/../../../pyproject.toml", "/%2e%2e/%2e%2e/etc/passwd", "/.made-from", "/..%2fcli.py"])
async def test_no_path_leaves_the_app(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert answer.status_code == 404 or '<script type="module"' in answer.text


async def test_pages_are_on_localhost_and_nowhere_else(http: httpx.AsyncClient) -> None:
    for host in ("127.0.0.1:8321", "[::1]:8321"):
        moved = await http.get("/desk?x=1", headers={"host": host})
        assert moved.status_code == 307
        assert moved.headers["location"] == "http://localhost:8321/desk?x=1"


def test_an_app_that_was_not_built_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(PagesNotBuilt, match="make setup"):
        Pages.read(tmp_path)
