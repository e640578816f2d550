"""Why a part of a page is left out: the names that the trail has for it, and what editors are shown.

Names are permanent (tests/cases/page_reasons.txt): ledgers keep them as kinds of `strip/html`.
"""

from __future__ import annotations

REASONS = {
    "advertisement": "广告",
    "byline": "署名、时间与计数",
    "comment": "他人评论",
    "dialog": "弹窗、登录与搜索",
    "footer": "页脚",
    "form": "表单控件",
    "header": "页头",
    "hidden": "页面上隐藏的文字",
    "metadata": "作者、日期、来源（已记入元数据）",
    "navigation": "导航",
    "not-shown": "浏览器不显示的内容",
    "other": "正文以外的内容",
    "ranking": "排行榜",
    "related": "其他文章的推荐",
    "script": "脚本",
    "share": "分享与互动按钮",
    "side": "侧栏",
    "style": "样式",
    "title": "标题（已记入元数据）",
}

CAPTURED = frozenset({"metadata", "title"})
"""Those of what goes on as the article's metadata."""
