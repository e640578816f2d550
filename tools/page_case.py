"""A case of `tests/cases/pages` from a saved page: `python -m tools.page_case FILE NAME`.

The page's words are replaced by filler of the same length, so that nothing that somebody wrote gets into the
repository; tags, classes, ids, punctuation and numbers' lengths stay, programs go. `expected.md` and `expected.json`
are written as the page comes out today, for a person to correct. `--again NAME…` writes only these two anew.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from qingyuan.article import clean_text
from qingyuan.articles import front_matter
from qingyuan.engine import Cleaned
from qingyuan.stages.decode import DecodeError, decode

CASES = Path(__file__).parents[1] / "tests" / "cases" / "pages"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# Sentences of our own, taken one after the other: a page of filler reads on like prose, and each line differs.
FILLER = (
    "清早的河面上有一层薄雾船家把缆绳解开慢慢撑到对岸去接第一位客人上学的孩子在渡口跺着脚数着还有几步才轮到自己"
    "石桥修好以后渡船还是留了下来因为老人们觉得过河就应该坐在船上听水声春天的时候两岸的柳树先绿夏天才轮到荷叶"
    "秋收过后村里的晒场铺满了稻谷麻雀落下来又飞起来看场的人也不去赶只说它们吃不了多少冬天河水浅了能看见水底的卵石"
    "有人捡回去压咸菜有人摆在窗台上写生到了年底大家把船拖上岸刷一遍桐油等来年开河再放下去这样一年就算过完了"
    "镇上的铁匠铺关门很早炉火却整夜不熄路过的人从门缝里看见一点红光就知道明天又有新的镰刀可以取学徒每天先扫地再挑水"
    "然后站在一旁看师傅怎样把铁烧软怎样一锤一锤打出弧度三年之后他才第一次自己拿起锤子手心出汗心里却很安静"
)
FILLER_LATIN = "the river path runs along old stone walls and past quiet gardens toward a small green harbor "
# What tells a page's own parts by what they say: kept, for a case without them tests nothing.
KEPT = re.compile(
    r"""
    (?: 来源 | 稿源 | 作者 | 责任编辑 | 责编 | 编辑 | 记者 | 原创 | 转载 | 发布于 | 编辑于 | 发表于 | 发布时间 | 发布 | 更新
      | 时间 | 日期 | 阅读 | 浏览 | 点击 | 评论 | 回复 | 楼主 | 分类 | 标签 | 专栏 | 相关阅读 | 相关推荐 | 推荐阅读 | 相关 | 推荐
      | 热门 | 排行 | 上一篇 | 下一篇 | 返回 | 首页 | 登录 | 注册 | 分享 | 收藏 | 点赞 | 举报 | 打印 | 关注 | 展开 | 收起 | 全文
      | 版权所有 | 版权 | 声明 | 京ICP备 | ICP备 | 关于我们 | 联系我们 | 参考资料 | 目录 | 本报讯 | 记者 | 年 | 月 | 日 | 上午 | 下午
      | copyright | icp )
    """,
    re.VERBOSE | re.IGNORECASE,
)
TAG = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|</?[A-Za-z!?][^<>]*(?:>|$)", re.DOTALL)
PROGRAM = re.compile(r"<(script|style|template)\b[^>]*>.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
LINKED_DATA = re.compile(r"application/ld\+json", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"""(?P<head>\s(?P<name>[\w:@.\-]+)\s*=\s*)(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))"""
)
WORDED = frozenset(
    "alt title placeholder content value label summary data-title aria-label data-text".split()
)
ADDRESSED = frozenset(
    "href src action data-src data-original data-url poster srcset cite file zoomfile".split()
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});?")
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
WORD = re.compile(r"[^\W\d_]")
DATE = re.compile(
    r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\D?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
)
DIGITS = re.compile(r"\d+")


class _Filler:
    """Words in place of words: the same ones for the same, so that a title is the heading's again."""

    def __init__(self) -> None:
        self._at = 0
        self._latin = 0
        self._known: dict[str, str] = {}

    def text(self, source: str) -> str:
        """Text with its words replaced; marks, white space and what names a part of the page stay."""
        return "".join(self._pieces(source))

    def _pieces(self, source: str) -> Iterator[str]:
        at = 0
        for run in re.finditer(r"[^\W\d_]+|\d[\d\-/.:年月日 ]*\d|\d", source):
            yield source[at : run.start()]
            yield self._run(run[0])
            at = run.end()
        yield source[at:]

    def _run(self, run: str) -> str:
        if run not in self._known:
            self._known[run] = "".join(self._replaced(run))
        return self._known[run]

    def _replaced(self, run: str) -> Iterator[str]:
        at = 0
        for kept in KEPT.finditer(run):
            yield self._fill(run[at : kept.start()])
            yield kept[0]
            at = kept.end()
        yield self._fill(run[at:])

    def _fill(self, run: str) -> str:
        if dated := DATE.search(run):
            return self._fill(run[: dated.start()]) + _blurred_date(dated[0]) + self._fill(run[dated.end() :])
        made: list[str] = []
        for char in run:
            if HAN.match(char):
                made.append(FILLER[self._at % len(FILLER)])
                self._at += 1
            elif char.isdigit():
                made.append("0" if char == "0" else "1")
            elif WORD.match(char):
                letter = FILLER_LATIN.replace(" ", "")[
                    self._latin % (len(FILLER_LATIN) - FILLER_LATIN.count(" "))
                ]
                self._latin += 1
                made.append(letter.upper() if char.isupper() else letter)
            else:
                made.append(char)
        return "".join(made)


def _blurred_date(date: str) -> str:
    """A date of the same form: the second of its month, at three minutes past four."""
    numbers = iter(("2021", "02", "03", "04", "05", "06"))

    def number(match: re.Match[str]) -> str:
        return next(numbers, "00")[-len(match[0]) :].rjust(len(match[0]), "0")

    return DIGITS.sub(number, date)


def with_filler(page: str) -> str:
    """The page with its words replaced, its programs emptied and its addresses shortened.

    >>> with_filler('<p class="lead">今天，<b>天晴</b>。</p><script>track()</script>')
    '<p class="lead">清早，<b>的河</b>。</p><script></script>'
    """
    filler = _Filler()
    made: list[str] = []
    at = 0
    for program in PROGRAM.finditer(page):
        made += _markup(page[at : program.start()], filler)
        head = program[0][: program[0].index(">") + 1]
        inside = program[0][len(head) :]
        if LINKED_DATA.search(head):
            made += (_tag(head, filler), _linked_data(inside, filler), f"</{program[1]}>")
        else:
            made += (_tag(head, filler), f"</{program[1]}>")
        at = program.end()
    made += _markup(page[at:], filler)
    return "".join(made)


def _linked_data(text: str, filler: _Filler) -> str:
    try:
        data = json.loads(re.sub(r"</script.*", "", text, flags=re.DOTALL | re.IGNORECASE), strict=False)
    except (ValueError, RecursionError):
        return ""

    def filled(value: object, name: str = "") -> object:
        if isinstance(value, dict):
            return {key: filled(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [filled(each, name) for each in value]
        if not isinstance(value, str) or name.startswith("@"):
            return value
        return "https://page.example/" if "://" in value else filler.text(value)

    return json.dumps(filled(data), ensure_ascii=False)


def _markup(page: str, filler: _Filler) -> Iterator[str]:
    at = 0
    for tag in TAG.finditer(page):
        yield _with_entities(page[at : tag.start()], filler)
        if not tag[0].startswith("<!--"):
            yield _tag(tag[0], filler)
        at = tag.end()
    yield _with_entities(page[at:], filler)


def _with_entities(text: str, filler: _Filler) -> str:
    at = 0
    made: list[str] = []
    for entity in ENTITY.finditer(text):
        made += (filler.text(text[at : entity.start()]), entity[0])
        at = entity.end()
    return "".join((*made, filler.text(text[at:])))


def _tag(tag: str, filler: _Filler) -> str:
    is_worded = (
        re.search(r"""(?:property|name|itemprop)\s*=\s*["']?(?:viewport|charset|generator|robots)""", tag)
        is None
    )

    def attribute(match: re.Match[str]) -> str:
        name = match["name"].lower()
        value = (
            match["double"]
            if match["double"] is not None
            else match["single"]
            if match["single"] is not None
            else match["bare"]
        )
        if name.startswith("on"):
            value = ""
        elif name in ADDRESSED or "://" in value:
            value = _address(value)
        elif name in WORDED and is_worded and "charset" not in value.lower():
            value = _with_entities(value, filler)
        elif HAN.search(value) or len(value) > 80:
            value = filler.text(value[:80])
        return f'{match["head"]}"{value.replace(chr(34), "&quot;")}"'

    return ATTRIBUTE.sub(attribute, tag)


def _address(address: str) -> str:
    """An address that leads nowhere and keeps its kind: a script, an anchor, a picture, a member's page."""
    if re.match(r"\s*(?:javascript:|#|data:)", address):
        return re.match(r"\s*(?:javascript:|#|data:[\w/+;-]{0,40})", address)[0]  # type: ignore[index]
    kind = re.search(r"\.(?:jpe?g|png|gif|webp|svg|html?|php|js|css)\b", address)
    member = re.search(r"(?:people|user|author|space|u)/|\?mod=space&(?:amp;)?uid=1?", address)
    return f"https://page.example/{member[0] if member else ''}x{kind[0] if kind else ''}"


def cleaned(source: bytes) -> Cleaned:
    """What the page of a case becomes today; `DecodeError` if it is no text."""
    return clean_text(decode(source).text)


def expectations(result: Cleaned) -> tuple[str, str]:
    """`expected.md` and `expected.json` of what a page became."""
    facts = {
        key: value if isinstance(value, int) else str(value)
        for key, value in result.metadata.items()
        if key in front_matter.FIELDS
    }
    body = front_matter.split(result.text).body.lstrip("\n")
    return body, json.dumps(facts, ensure_ascii=False, indent=2) + "\n"


def write_expectations(case: Path) -> None:
    """Write what the page of a case becomes today beside it."""
    body, facts = expectations(cleaned((case / "source.html").read_bytes()))
    (case / "expected.md").write_text(body, encoding="utf-8")
    (case / "expected.json").write_text(facts, encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """0 if the case is written, 2 if it cannot be."""
    parser = argparse.ArgumentParser(prog="python -m tools.page_case", description=__doc__.split("\n\n")[0])
    parser.add_argument("file", nargs="?", type=Path, help="a saved page")
    parser.add_argument("name", nargs="?", help="of the case: letters, digits, hyphens")
    parser.add_argument(
        "--again", nargs="+", metavar="NAME", help="write the expectations of these cases anew"
    )
    given = parser.parse_args(arguments)
    if given.again:
        for name in given.again:
            write_expectations(CASES / name)
        return 0
    if given.file is None or given.name is None or not NAME.fullmatch(given.name):
        parser.print_usage(sys.stderr)
        return 2
    case = CASES / given.name
    if case.exists():
        print(f"{case} is there already", file=sys.stderr)
        return 2
    try:
        decoded = decode(given.file.read_bytes())
    except (OSError, DecodeError) as error:
        print(f"{given.file}: {error}", file=sys.stderr)
        return 2
    case.mkdir(parents=True)
    filled = with_filler(decoded.text).encode(decoded.charset, "xmlcharrefreplace")
    (case / "source.html").write_bytes(decoded.bom + filled)
    write_expectations(case)
    print(f"{case}: read expected.md and expected.json, and correct them")
    return 0


if __name__ == "__main__":
    sys.exit(main())
