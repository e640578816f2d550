"""The policy of the pages: what it forbids, that every page has it, and that no page needs what it forbids."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from building import build_site, theme_with
from lxml import html as lxml_html
from mkdocs.livereload import LiveReloadServer
from raw_articles import ROOT

from qingyuan.site.broken import BARE
from qingyuan.site.policy import HEADERS, POLICY, allow_reloading, reloading

TEMPLATES = sorted((ROOT / "theme").rglob("*.html"))
HASH = re.compile(r"'sha256-([^']+)'")


def directives(policy: str) -> dict[str, set[str]]:
    return {name: set(values) for name, *values in (each.split() for each in policy.split(";"))}


def policy_of(page: str) -> str:
    (meta,) = lxml_html.fromstring(page).iterfind(".//meta[@http-equiv]")
    return str(meta.get("content"))


@pytest.mark.parametrize("policy", [POLICY, HEADERS["Content-Security-Policy"]], ids=["page", "header"])
def test_nothing_is_allowed_but_files_of_the_site(policy: str) -> None:
    given = directives(policy)
    assert given["default-src"] == {"'none'"}
    assert {name: values for name, values in given.items() if values > {"'self'"}} == {
        "img-src": {"'self'", "data:"}
    }
    assert set().union(*given.values()) == {"'none'", "'self'", "data:"}
    assert {name for name, values in given.items() if values == {"'none'"}} >= {"base-uri", "form-action"}
    # The rest falls back to `default-src`; these would not.
    assert not given.keys() & {"script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr"}


def test_what_only_a_header_can_say_is_in_the_header() -> None:
    assert "frame-ancestors" not in directives(POLICY)
    assert directives(HEADERS["Content-Security-Policy"])["frame-ancestors"] == {"'none'"}


def built(folder: Path, **settings: object) -> dict[str, str]:
    pages = {
        "index.md": (ROOT / "docs/index.md").read_text("utf-8"),
        "tags.md": (ROOT / "docs/tags.md").read_text("utf-8"),
        "articles/yuqi/a.md": "---\ntitle: 甲\ntags: [花呗, 花呗/分期]\n---\n\n| 甲 | 乙 |\n| --: | :-: |\n| 1 | 2 |\n\n"
        "正文[^1]。\n\n[^1]: 注。\n\n- [x] 好\n\n```python\nx = 1\n```\n\n!!! note\n    提示。\n\n??? tip\n    更多。\n",
    }
    for name, text in pages.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    site = build_site(folder / "docs", folder / "site", strict=False, nav=NAV, **settings)
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}


NAV = [{"首页": "index.md"}, {"主题": "articles/index.md"}, {"标签": "tags.md"}]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return built(tmp_path_factory.mktemp("policy"))


def test_every_page_has_it_before_all_else(pages: dict[str, str]) -> None:
    assert {"index.html", "404.html", "tags/index.html", "articles/yuqi/a/index.html"} <= pages.keys()
    for page in pages.values():
        assert policy_of(page) == POLICY
        head = page[page.index("<head>") :]
        assert re.match(r"<head>\s*<meta http-equiv", head)
        assert page.index("charset") < 1024, "browsers look for it there"


def run_within(page: str) -> Iterable[str]:
    """What of a page runs, or styles it, and stands within it."""
    for element in lxml_html.fromstring(page).iter(lxml_html.etree.Element):
        if element.tag == "style":
            yield "<style>"
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
            yield f"<script>{element.text}"
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on"):
                yield f"{element.tag} {name}"
            # The theme's own link to share a search gets an address by script, which also takes its click.
            if value.strip().lower().startswith("javascript:") and element.get("data-md-component") is None:
                yield f"{element.tag} {name}={value}"


def test_no_page_needs_what_it_forbids(pages: dict[str, str]) -> None:
    assert {name: list(run_within(page)) for name, page in pages.items() if list(run_within(page))} == {}
    assert 'align="right"' in pages["articles/yuqi/a/index.html"], "of columns"
    assert list(run_within(BARE)) == []
    assert list(run_within('<p onclick="x" style="y"><a href=" JavaScript:z">甲</a><script>1</script>')) == [
        *("p onclick", "p style", "a href= JavaScript:z", "<script>1"),
    ]


@pytest.mark.parametrize("path", ["/", "/wen/ku/"])
def test_scripts_are_files_that_are_there(tmp_path: Path, path: str) -> None:
    pages = built(
        tmp_path, site_url=f"https://a.cn{path}", theme=theme_with("navigation.instant", "content.code.copy")
    )
    for name, page in pages.items():
        assert list(run_within(page)) == []
        folder = (tmp_path / "site" / name).parent
        scripts = [script.get("src") for script in lxml_html.fromstring(page).iterfind(".//script[@src]")]
        assert len(scripts) == 5
        for address in scripts:
            absolute = address.startswith("/")
            assert absolute == (name == "404.html"), "a page that is shown at any depth"
            assert address.startswith(path) or not absolute
            file = tmp_path / "site" / address.removeprefix(path) if absolute else folder / address
            assert file.is_file(), f"{name}: {address}"


def test_the_headers_lie_where_servers_look_for_them(pages: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/_headers").write_text("/*\n  X-Frame-Options: ALLOWALL\n")
    built(tmp_path)
    first, *lines = (tmp_path / "site/_headers").read_text("utf-8").splitlines()
    assert first == "/*"
    assert [line.strip().partition(": ")[::2] for line in lines] == list(HEADERS.items())
    assert all(line.startswith("  ") and len(line) < 2000 for line in lines), (
        "Cloudflare reads no longer line"
    )


# -- mkdocs serve -----------------------------------------------------------------------------------------------


def test_only_the_script_of_the_server_may_run(pages: dict[str, str]) -> None:
    planted = "<script>planted()</script></body></html>"
    page = pages["articles/yuqi/a/index.html"].replace("提示。", f"提示。{planted}").encode()
    assert allow_reloading(page) == page, "nothing was added"
    server = LiveReloadServer(builder=lambda: None, host="127.0.0.1", port=0, root=".")
    served = server._inject_js_into_html(page, 3)
    got = allow_reloading(served).decode()
    (added,) = re.findall(r"<script>(\s*var livereload.*?)</script>", got, re.DOTALL)
    (digest,) = HASH.findall(policy_of(got))
    assert digest == b64encode(sha256(added.encode()).digest()).decode()
    assert HASH.sub("", unescape(policy_of(got))).replace("'self' ;", "'self';") == POLICY
    server.server_close()


def test_the_server_sends_what_it_says(pages: dict[str, str]) -> None:
    page = pages["index.html"].replace("</body>", "<script>livereload()</script></body>").encode()
    sent: list[Any] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", environ["type"]), ("Content-Length", str(len(page)))])
        return [page[:100], page[100:]]

    (got,) = reloading(application)({"type": "text/html; charset=utf-8"}, lambda *given: sent.extend(given))
    assert "'sha256-" in policy_of(got.decode())
    assert dict(sent[1])["Content-Length"] == str(len(got))
    plain = reloading(application)({"type": "text/plain"}, lambda *given: sent.extend(given))
    assert list(plain) == [page[:100], page[100:]]
