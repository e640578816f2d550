"""The raw articles inside real page layouts: a blog, tables of 2005, a page for phones."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable


def parts(number: str, text: str) -> tuple[str, list[str], list[str]]:
    """Title (or none), the lines above the article, and the rest."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if number == "000":
        return "", [], lines
    title = lines[1] if number == "001" else lines[0]
    lines.remove(title)
    start = next(at for at, line in enumerate(lines) if line.startswith(("小編導", "小编导")))
    return title, lines[:start], lines[start:]


def heading_tag(line: str) -> str:
    if re.match(r"[一二三四五六七八九十]+、", line):
        return "h2"
    return "h3" if re.match(r"\d\.\d ", line) else "p"


def blog(number: str, text: str) -> str:
    """A current blog theme: article, header, meta line, aside, footer, JSON-LD of the site."""
    title, above, body = parts(number, text)
    body_html = "\n".join(
        f"<{heading_tag(line)}>{entities.escape(line)}</{heading_tag(line)}>" for line in body
    )
    heading = f'<h1 class="entry-title">{entities.escape(title)}</h1>' if title else ""
    meta = "".join(f'<div class="entry-meta"><span>{entities.escape(line)}</span></div>' for line in above)
    return f"""<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>{entities.escape(title or "首頁")}</title>
<style>.entry {{ color: #333 }}</style><script>window.dataLayer = ["正文", "广告"];</script>
<script type="application/ld+json">{{"@type": "WebSite", "name": "某站"}}</script></head>
<body class="single"><header class="site-header"><a href="/">某站</a>
<nav class="main-nav"><ul><li><a href="/a">首页</a></li><li><a href="/b">银行</a></li></ul></nav></header>
<div id="content" class="site-content"><article class="post">
{heading}{meta}<div class="entry">
{body_html}
</div></article>
<aside class="sidebar"><h3>热门文章</h3>
<ul><li><a href="/1">另一篇文章的标题</a></li><li><a href="/2">第三篇</a></li></ul></aside>
</div><footer class="site-footer"><p>© 2024 某站 · <a href="/privacy">隐私政策</a></p></footer>
<img src="/stat/pixel.gif" width="1" height="1" alt=""><script src="/t.js"></script></body></html>
"""


def old_table(number: str, text: str) -> str:
    """A page of 2005: tables for layout, fonts, line breaks for paragraphs, non-breaking spaces."""
    title, above, body = parts(number, text)
    heading = (
        f'<tr><td align="center"><h1><font size="5">{entities.escape(title)}</font></h1></td></tr>'
        if title
        else ""
    )
    meta = "".join(
        f'<tr><td align="center"><font color="gray">{entities.escape(line)}</font></td></tr>'
        for line in above
    )
    body_html = "<br><br>\n".join(
        f"&nbsp;&nbsp;&nbsp;&nbsp;<b>{entities.escape(line)}</b>"
        if heading_tag(line) != "p"
        else f"&nbsp;&nbsp;{entities.escape(line)}"
        for line in body
    )
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{entities.escape(title or "某站")}</title></head><body bgcolor="#ffffff">
<!-- top -->
<table width="960"><tr><td class="menu">
<a href="/">首页</a> | <a href="/n">新闻</a> | <a href="/b">论坛</a></td></tr></table>
<table width="960">{heading}{meta}<tr><td class="content"><font face="宋体">{body_html}</font></td></tr></table>
<table width="960"><tr><td class="footer">关于我们 | 联系我们 | 网站地图</td></tr></table>
</body></html>
"""


def phone_page(number: str, text: str) -> str:
    """A phone page of nested div elements, with prompts, hidden text and comments of readers."""
    title, above, body = parts(number, text)
    heading = f'<div class="title-box"><h1>{entities.escape(title)}</h1></div>' if title else ""
    meta = "".join(f'<div class="info"><span>{entities.escape(line)}</span></div>' for line in above)
    body_html = "".join(f'<div class="para"><span>{entities.escape(line)}</span></div>' for line in body)
    return f"""<!doctype html><html><head><meta name="viewport" content="width=device-width">
<title>{entities.escape(title or "某站")}</title>
</head><body><div class="wrap"><div class="topbar"><span>某站</span><a href="/login">登录</a></div>
<div class="page">{heading}{meta}<div class="rich-text">{body_html}</div></div>
<div style="display:none">看不见的关键词 支付宝 逾期</div>
<div class="share-bar"><a href="#">微信</a><a href="#">微博</a></div>
<div class="comments"><p>网友：我也遇到过这种情况，后来和银行谈好了，分了六十期。</p></div>
<div class="open-app">打开</div></div></body></html>
"""


TEMPLATES: tuple[Callable[[str, str], str], ...] = (blog, old_table, phone_page)
