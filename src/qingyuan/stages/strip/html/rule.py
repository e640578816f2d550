"""The rule that makes an article's lines of an HTML page."""

from __future__ import annotations

from qingyuan.document import NOTHING, Finding, Found
from qingyuan.extras import wanted
from qingyuan.rule import Rule
from qingyuan.stages.strip.html.reasons import CAPTURED
from qingyuan.text.html_pages import looks_like_html
from qingyuan.view import View

NAME = "strip/html"
TOO_DEEP = "elements are nested so deep that lists, links and emphasis at the bottom were read as plain text"


def find_html(view: View) -> Found:
    """The edits from an HTML page to its article's lines; `MissingExtra` without the packages of `[html]`."""
    if not looks_like_html(view.text):
        return NOTHING
    with wanted("html", "read a web page"):  # the parsers are an extra, and load in a third of a second
        from qingyuan.stages.strip.html.extract import extract
        from qingyuan.stages.strip.html.trail import edits_of
    extracted = extract(view.text)
    metadata = {key: value for key, value in extracted.metadata.items() if key not in view.metadata}
    doubts = (Finding(NAME, 0, view.text[:40], (), TOO_DEEP),) if extracted.flattened else ()
    return Found(edits_of(view.text, extracted), doubts, metadata)


HTML = Rule(
    name=NAME,
    find=find_html,
    captured=CAPTURED,
    examples=(
        (
            "<!DOCTYPE html>\n<html><head><title>花呗逾期怎么办</title></head>"
            "<body><nav>首页</nav><h1>花呗逾期怎么办</h1>"
            "<p>先看<b>清楚</b>账单&nbsp;。</p><script>track()</script></body></html>\n",
            "先看**清楚**账单 。\n",
        ),
        (
            "<html><body><p>表格：</p><table><tr><th>机构</th><th>电话</th></tr><tr><td>支付宝</td><td>95188</td></tr></table></body></html>",
            "表格：\n\n| 机构 | 电话 |\n| --- | --- |\n| 支付宝 | 95188 |\n",
        ),
    ),
    keep=(
        '逾期还款的问<ins class="restored">题</ins>。\n',
        "a < b 且 c > d\n",
        "用 `<div>` 包住一段文字。\n\n```html\n<html></html>\n```\n",
    ),
)
