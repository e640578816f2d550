"""House style for characters: full-width punctuation between Han, paired quotes, white space.

No space is ever added between Han and Latin, and none between Han is taken away: `在 中可以` is the
scar of a deleted word, which `restore` still needs to see. AutoCorrect was tried for the width of
punctuation (its space rules off) and leaves `”,` `(中文)` `;` and straight quotes as they are, which
is most of what these pages need; so the rules are ours (docs-dev/decisions/0002).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule, found
from qingyuan.text.characters import HAN, WIDE
from qingyuan.text.verses import BREAK, ends_of_verses
from qingyuan.view import View

FULL_WIDTH = {mark: WIDE[mark] for mark in ",;:?!()"} | {".": "。"}
HAN_LIKE = re.compile(rf"[{HAN}，。；：！？、…—“”‘’（）《》〈〉【】「」『』]")
A_HAN = re.compile(f"[{HAN}]")
BRACKET = re.compile(r"[()]")
HALF_WIDTH = re.compile(r"[,;:?!]|(?<!\.)\.(?!\.)")
BEFORE_A_MARK = re.compile(rf"[{HAN}\w”’）》】」』%℃)\"'\]…]")
CLOSED_AFTER = re.compile(r"[\s”’）)\"']|$")
CHINESE_CLAUSE = re.compile(rf"\x20?[{HAN}“《「【]")
CHINESE_WORD = re.compile(rf"[{HAN}“《「]")
ITS_SPACE = re.compile(rf"\x20(?=[{HAN}“《「])")  # the one that a half-width mark carries
HAN_OR_END = re.compile(rf"\s*(?:[{HAN}，。；：！？、…“”‘’（）《》【】「」『』]|$)")


def find_half_width_punctuation(view: View) -> Found:
    """Edits that widen `, ; : ? !` and a closing `.` where they stand in Chinese text."""
    protected = view.protected
    edits: list[Edit] = []
    for start, line in view.lines:
        if line.isascii():
            continue
        faces, has_han = unbalanced(line), A_HAN.search(line) is not None
        for match in HALF_WIDTH.finditer(line):
            at = match.start()
            if widens(line, at, faces, has_han) and not protected.cover(start + at):
                end = match.end()
                # The space that half-width punctuation carries belongs to it: 「OK, 但是」→「OK，但是」.
                if match[0] != ":" and ITS_SPACE.match(line, end):
                    end += 1
                edits.append(Edit(start + at, line[at:end], FULL_WIDTH[match[0]]))
    return Found(tuple(edits))


def unbalanced(line: str) -> frozenset[int]:
    """Where the brackets of a line stand that have no counterpart further on, or before."""
    last = line.rfind(")")
    found: list[int] = []
    opened = 0
    for match in BRACKET.finditer(line):
        if match[0] == "(":
            opened += 1
            if match.start() > last:
                found.append(match.start())
        else:
            if opened <= 0:
                found.append(match.start())
            opened -= 1
    return frozenset(found)


def widens(line: str, at: int, faces: frozenset[int], has_han: bool) -> bool:
    """Whether the half-width mark at `at` is Chinese punctuation; `faces` are the brackets that pair with none."""
    mark, left, right = line[at], line[at - 1 : at], line[at + 1 : at + 2]
    if not left or not BEFORE_A_MARK.match(left):
        return False
    after_han = bool(HAN_LIKE.match(left)) and left not in "“‘（《【「『"
    if mark in ":;" and at + 1 in faces:  # :( is a face
        return False
    if mark == ".":  # 「你好.」 but not 「第1.2节」, 「图.png」
        return after_han and bool(CLOSED_AFTER.match(right))
    if mark == "?":  # 「因?yàn)」 is damage that repair left as a finding: leave the evidence
        return bool(HAN_OR_END.match(line, at + 1)) and (after_han or has_han)
    if after_han:
        return True
    if mark == ":" and left.isdigit():  # 12:30, 1:1
        return bool(CHINESE_WORD.match(right))
    return bool(CHINESE_CLAUSE.match(line, at + 1)) or (mark == "!" and not right.strip() and has_han)


PUNCTUATION_WIDTH = Rule(
    name="normalize/punctuation-width",
    find=find_half_width_punctuation,
    examples=(
        ("你好,世界!", "你好，世界！"),
        ("进入“客服中心”,选择“在线客服”进行咨询。", "进入“客服中心”，选择“在线客服”进行咨询。"),
        ("打开支付宝APP,进入首页;再选“我的”", "打开支付宝APP，进入首页；再选“我的”"),
        ("利息如何计算?", "利息如何计算？"),
        ("满100,减20;上限3,500元", "满100，减20；上限3,500元"),
    ),
    keep=(
        "时间12:30，比分3:1，共3,500元",
        "使用C++, Java 与 Go",
        "详见 https://example.com/?a=1,b:2 一文",
        "`a,b` 与 `x?y:z`",
        "Hello, world!",
        "因?yàn)橥话l(fā)",
        "图1.2与附件.doc",
        "ISBN 978-7-5197-4673-5",
        "表情:)和:(都用半角",
        "版本v1.2.3与config.v2.1.json，端口192.168.1.1:8080",
    ),
)


def pairs_in(line: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """Positions of matching marks within a line, innermost first; nothing if they do not balance."""
    stack: list[int] = []
    matched: list[tuple[int, int]] = []
    for at, character in enumerate(line):
        if character == opening:
            stack.append(at)
        elif character == closing:
            if not stack:
                return
            matched.append((stack.pop(), at))
    if not stack:
        yield from matched


def find_half_width_brackets(view: View) -> Found:
    """Edits that widen a balanced pair of brackets with Han inside."""
    protected = view.protected
    edits: list[Edit] = []
    for start, line in view.lines:
        if "(" not in line or line.isascii():
            continue
        han = [match.start() for match in A_HAN.finditer(line)]
        for left, right in pairs_in(line, "(", ")"):
            if (
                bisect_left(han, left) < bisect_left(han, right)
                and not line.endswith("]", 0, left)  # a Markdown link
                and not protected.cover(start + left)
                and not protected.cover(start + right)
            ):
                edits += (Edit(start + left, "(", "（"), Edit(start + right, ")", "）"))
    return found(edits)


BRACKET_WIDTH = Rule(
    name="normalize/bracket-width",
    find=find_half_width_brackets,
    examples=(("分期(十二期)可以吗？", "分期（十二期）可以吗？"), ("(一)背景", "（一）背景")),
    keep=("函数 f(x) 的值", "垚(yáo)是多音字吗", "[说明](支付宝.md)", "他说:)"),
)

QUOTES = {'"': ("“", "”"), "'": ("‘", "’")}


def find_straight_quotes(view: View) -> Found:
    """Edits that turn straight quotes with Han inside into paired ones, where the line balances."""
    protected = view.protected
    edits: list[Edit] = []
    for start, line in view.lines:
        if line.isascii():
            continue
        for mark, (opening, closing) in QUOTES.items():
            if mark not in line:
                continue
            at = [i for i, c in enumerate(line) if c == mark and not protected.cover(start + i)]
            if len(at) % 2:
                continue
            pairs = list(zip(at[::2], at[1::2], strict=True))
            quotes_han = all(A_HAN.search(line, left, right) for left, right in pairs)
            if quotes_han and not any(line[left - 1 : left].isdigit() for left, _ in pairs):  # 15" is inches
                for left, right in pairs:
                    edits += (Edit(start + left, mark, opening), Edit(start + right, mark, closing))
    return found(edits)


QUOTE_PAIRS = Rule(
    name="normalize/quote-pairs",
    find=find_straight_quotes,
    examples=(('点击"我的"，再点"设置"。', "点击“我的”，再点“设置”。"),),
    keep=(
        '15" 显示器与 27" 显示器',
        '写法见 `print("中文")`',
        "it's 一个 rock 'n' roll 词",
        '半个引号"没有另一半',
    ),
)

ELLIPSIS = Rule(
    name="normalize/ellipsis",
    find=lambda view: found(
        Edit(m.start(), m[0], "……")
        for protected in [view.protected]
        for m in re.finditer(rf"(?<=[{HAN}”’」』》）])(?:\.{{3,}}|。{{3,}}|…(?!…))", view.text)
        if not protected.cover(m.start()) and view.text[m.start() - 1] != "…"
    ),
    examples=(("说到这里...他停住了。", "说到这里……他停住了。"), ("未完。。。", "未完……")),
    keep=("他说……", "wait... what", "`中...`"),
)

DASH = Rule(
    name="normalize/dash",
    find=lambda view: found(
        Edit(m.start(), m[0], "——")
        for protected in [view.protected]
        for m in re.finditer(rf"(?<=[{HAN}”’」』》）])(?:-{{2,4}}|—-|–{{2}})(?=[{HAN}“‘「『《（])", view.text)
        if not protected.cover(m.start())
    ),
    examples=(("热门话题--信用卡分期", "热门话题——信用卡分期"),),
    keep=("热门话题——信用卡", "上海-北京航线", "---", "| --- | --- |", "用 `--help` 查看"),
)


def find_loose_white_space(view: View) -> Found:
    """Edits that drop trailing white space, indents of prose, and all but one of several blank lines."""
    protected = view.protected
    edits: list[Edit] = []
    # The look-behind keeps a long run of spaces inside a line from being tried at each of its characters.
    for match in re.finditer(
        r"(?<![ \t\u3000\u00a0])[ \t\u3000\u00a0]+(?=\n|\Z)|(?<![^\n])[\u3000\u00a0]+(?=[^\s])", view.text
    ):
        if protected.cover(match.start()):
            continue
        # Two blanks between two verses are a break of Markdown, which structure writes.
        if match[0] != BREAK or match.start() not in view.of(ends_of_verses):
            edits.append(Edit(match.start(), match[0], ""))
    for match in re.finditer(r"(?<![^\n])[ \t\u3000\u00a0]*\n(?:[ \t\u3000\u00a0]*\n)*", view.text):
        if protected.cover(match.start()) or (match.start() and view.text[match.start() - 1] != "\n"):
            continue
        blank = "" if match.start() == 0 or match.end() == len(view.text) else "\n"
        if match[0] != blank:
            edits.append(Edit(match.start(), match[0], blank))
    return found(edits)


WHITE_SPACE = Rule(
    name="normalize/white-space",
    find=find_loose_white_space,
    examples=(
        ("他来了。  \n她走了。\n", "他来了。\n她走了。\n"),
        ("　　首段。  \n\n\n\n次段。\n\n", "首段。\n\n次段。\n"),
    ),
    keep=(
        "首段。\n\n次段。\n",
        "用户在 中可以直接交流。\n",
        "```\n  a\n\n\n  b\n```\n",
        "- 一\n    - 二\n",
        "床前明月光，  \n疑是地上霜。\n",
    ),
)

NORMALIZE: tuple[Rule, ...] = (
    WHITE_SPACE,  # first: line ends and indents are what the others look at
    ELLIPSIS,  # before width, or 「...」 could be read as three full stops
    DASH,
    QUOTE_PAIRS,  # before width: 「”,」 is widened by its left neighbor
    BRACKET_WIDTH,
    PUNCTUATION_WIDTH,
)
