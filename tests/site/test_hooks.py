"""The site builds without any single hook, poorer but whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from building import build_site
from mkdocs.config import load_config
from raw_articles import ROOT

HOOKS = tuple(load_config(str(ROOT / "mkdocs.yml")).hooks)
PAGES = {
    "index.md": (ROOT / "docs/index.md").read_text(encoding="utf-8"),
    "tags.md": (ROOT / "docs/tags.md").read_text(encoding="utf-8"),
    "articles/yuqi/a.md": "---\ntitle: 甲篇\ndate: 2024-11-04\ntags: [花呗]\n---\n## 一\n\n甲的正文。\n",
    "articles/yuqi/b.md": "# 乙篇\n\n乙的正文。\n",
}
NAV = [{"首页": "index.md"}, {"主题": "articles/index.md"}, {"标签": "tags.md"}]


def build_without(hook: str | None, folder: Path) -> Path:
    for name, text in PAGES.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    hooks = [str(ROOT / name) for name in HOOKS if name != hook]
    return build_site(folder / "docs", folder / "site", strict=False, hooks=hooks, nav=NAV)


@pytest.mark.parametrize("hook", HOOKS)
def test_the_site_builds_without_a_hook(tmp_path: Path, hook: str) -> None:
    site = build_without(hook, tmp_path)
    read = {str(path.relative_to(site)): path.read_text("utf-8") for path in site.rglob("*.html")}
    assert "甲的正文。" in read["articles/yuqi/a/index.html"]
    assert "正本清源" in read["index.html"]
    assert "没有这一页" in read["404.html"]
    assert "这一页暂时不能显示" not in "".join(read.values())
    if hook != "hooks/topic_pages.py":
        assert "甲篇" in read["articles/yuqi/index.html"], "the topic leads to its articles"
        assert "articles/yuqi/" in read["index.html"] + read["articles/index.html"]


def test_without_the_index_the_theme_searches_by_itself(tmp_path: Path) -> None:
    site = build_without("hooks/search_records.py", tmp_path)
    page = (site / "index.html").read_text(encoding="utf-8")
    assert "search-worker.js" not in page
    assert "search-box.js" not in page
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    assert "甲的正文" in "".join(entry["text"] for entry in index["docs"])


def test_hooks_are_listed_once() -> None:
    assert sorted(HOOKS) == sorted(f"hooks/{path.name}" for path in (ROOT / "hooks").glob("*.py"))
