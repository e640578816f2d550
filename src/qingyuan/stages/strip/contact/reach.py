"""Finds what a reader could dial, type or open to reach somebody: phones, QQ, handles, mail, addresses.

Everything here works on folded text (`folding.unmask_disguise`). Whether such a thing makes a line a contact line is
for `signals` to decide; an official hotline in a how-to is reachable too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from qingyuan.stages.strip.contact.channels import called

# Han digits, banker's digits, and what radio operators and spammers say for 0, 1, 2, 7, 9.
HAN_DIGITS = str.maketrans("零〇一壹幺二贰两三叁四肆五伍六陆七柒拐八捌九玖勾", "001112223344556677788999")
LETTER_DIGITS = str.maketrans("oli|", "0111")
HAN_DIGIT = "零〇一壹幺二贰两三叁四肆五伍六陆七柒拐八捌九玖勾"

# Separators that people put between the digits of one number; a comma or 、 separates two numbers.
GAP = r"[ \-_.·•*~—–‐‑−/+]"
MOBILE = re.compile(
    rf"""
    (?<![\d])
    (?: \(?0\)? {GAP}? | \(?\+?86\)? {GAP}{{0,2}} )?      # trunk prefix or country code
    (?P<number> 1 {GAP}{{0,3}} [3-9] (?: {GAP}{{0,3}} \d ){{9}} )
    (?! \d )
    """,
    re.VERBOSE,
)
# 138删0013删8000: one character twice that is no mark and no unit, or words that say what to do with it.
INTERRUPTED_MOBILE = re.compile(
    r"(?<!\d)1[3-9]\d(?:(?P<same>[^\W\d_年月日时分秒元人个章节页条号次位名万千百亿至到和或]{1,2})\d{4}(?P=same)|[删除去掉减改换]{1,2}\d{4}[删除去掉减改换]{1,2})\d{4}(?!\d)"
)
LANDLINE = re.compile(
    r"""
    (?<![\d.\-·]) (?: \+?86[ -]? )?
    (?: (?: (?<=86-) | (?<=86[ ]) | 0 ) (?: 10 | 2\d | [3-9]\d{2} )    # area code
      | \( 0? (?: 10 | 2\d | [3-9]\d{2} ) \) ) [ \-—–_/)]{0,3}
    (?: [2-8] \d{2,3} [ \-]? [\d*]{4} \d? | 96\d{3,4} | 12345 ) (?! \d )
    (?: (?: 转 | - | \* | ext\.? ) [ ]? \d{1,5} )?               # extension
    """,
    re.VERBOSE,
)
TOLL_FREE = re.compile(
    r"""
    (?<![\d.]) (?:
        0800 [ -]? \d{3} [ -]? \d{3}                             # Taiwan
      | [48] [ -]? 0 [ -]? 0 (?: [ \-—–]{0,3} \d ){7}            # 400 and 800 numbers, grouped at will
      | 400 \d [ -]? \d{2} [ -]? \d{4}
    ) (?! \d )
    """,
    re.VERBOSE,
)
TAIWAN_LANDLINE = re.compile(r"(?<![\d.\-])\(?0[2-8]\)?[ -]?\d{3,4}[ -]\d{4}(?!\d)")
BRACKETED_MOBILE = re.compile(r"(?<!\d)\(1[3-9]\d\)\s?\d{4}[ -]?\d{4}(?!\d)")
TAIWAN_MOBILE = re.compile(r"(?<![\d.\-])09\d{2}[ -]?\d{3}[ -]?\d{3}(?![\d-])")
INTERNATIONAL = re.compile(r"(?<![\w+])\+[1-9]\d{0,2}(?:[ \-()]{0,2}\d){7,12}(?!\d)")
# Service codes that only institutions get: banks and insurers 95…, ministries 12…, carriers 100…, emergency.
OFFICIAL_CODE = re.compile(
    r"(?<![\d./\-])(?<![\da-z]:)(?:95\d{3}|9510\d{3,4}|950\d{5}|96\d{3,4}|12[1-3]\d{2}|100[01]\d|101\d{5}|"
    r"1[12][0249])(?![\d:/]|\.\d|-\d)"
)
MAIL = re.compile(
    r"""
    (?<![a-z0-9*]) [a-z0-9] [a-z0-9 ._+\-]{1,40}? \s{0,2}      # a star before it: masked already
    (?: @ | \#(?=\S{2,12}\.) | [(\[<{【]\s*(?:at|@|a)\s*[)\]>}】] | \s at \s | \s?艾特\s? )
    \s{0,2} (?: [a-z0-9\-]{1,30} \. ){0,3} [a-z0-9\-]{1,30} \s{0,2}
    (?: \. | 。 | [(\[<{【]\s*(?:dot|点|\.)\s*[)\]>}】] | \s dot \s | \s?点\s? ) \s{0,2}
    (?: com | cn | net | org | edu | gov | tw | hk | info | top | me | io | cc | vip | co ) (?![a-z])
    (?: \s?[.点]\s?(?: cn | com | tw | hk ) (?![a-z]) )?
    """,
    re.VERBOSE,
)
WORDS_AT = re.compile(
    r"[^@]*[a-z]{3,} [a-z]{2,}[^@]* at | ?[^@]* at www\."
)  # the latest version at www.example.com
TLD = (
    r"(?:com|cn|net|org|top|xyz|cc|info|vip|me|la|io|tv|club|site|shop|online|wang|biz|co|us|pw|tw|hk|so|"
    r"mobi|app|live|link)"
)
ADDRESS = re.compile(
    rf"""
    (?: https?://[^\s,。;()<>"'“”【】]+
      | (?<![a-z0-9@.\-]) www [.。·] \s? [a-z0-9\-]+ (?: \s?[.。·]\s? [a-z0-9\-]+ )+ (?: /[^\s,。;)]* )?
      | (?<![a-z0-9@.\-/]) (?= [a-z0-9\-.]{{0,20}} [a-z0-9\-]{{2}} ) (?: [a-z0-9\-]{{1,30}} \s?(?:\.|
        。|点|[(\[【](?:dot|点|\.)[)\]】]|丶|·)\s? ){{1,3}} {TLD} (?![a-z0-9\-.]) (?: /[^\s,。;)]* )?
    )
    """,
    re.VERBOSE,
)

SPACED_OUT = re.compile(r"(?<![a-z0-9])[a-z0-9](?: [a-z0-9.@/:\-]){7,}(?![a-z0-9])")

WECHAT_DISGUISED = called("wechat", "disguise")
WECHAT_WORD = called("wechat", "word")
WECHAT = rf"(?:企业)?{called('wechat', 'disguise', 'name', 'word')}"
QQ = called("qq", "disguise", "name")
IN_GROUP = r"(?:官方|读者|技术|交流|学习|讨论|粉丝|作者|客服|总|微信|股民|内部|[一二三1-9]|vip)"
MOST_WORDS = (
    12  # before 群, and between the name of a channel and its handle: what is longer leads to no handle
)
GROUP = rf"{IN_GROUP}{{0,{MOST_WORDS}}}(?:群|裙|君羊)"
TELEGRAM, OTHER_CHANNEL = called("telegram", "name"), called("other", "name")
# Between the name of the channel and the handle: 号, 同号, 群, ID, brackets, a colon. A text is made of these words in
# one way only (客服群 is 客服 and 群, 聊聊 is 聊 twice): with two ways each word more would double the time.
BRIDGE = (
    rf"(?:\s?(?:(?!客服){GROUP}|客服|同步|同|号码|号|账号|id|联系|咨询|搜索?|qq|电话|手机|添加|请?加|是|为|也是|"
    rf"私聊|关注|订阅|公众号|聊天|详聊|聊|我|吧|哦|领取|\([^()]{{0,8}}(?:去掉|删|换|改|空格|注)[^()]{{0,8}}\))){{0,{MOST_WORDS}}}\s{{0,3}}[::;=\-—➜→>()【\[<「『“\"'|/～~*` ]{{0,5}}\s{{0,2}}@?"
)
HANDLE = (
    r"(?:[a-z][a-z0-9_\-]{4,19}(?![a-z0-9@])|[a-z0-9_\-]{0,12}\d{3,}[a-z0-9_\-]{0,12}|[a-z0-9]{1,12}(?:\*[a-z0-9]{1,12}){1,5}|"
    r"[a-z0-9](?:[ \-_.*][a-z0-9]){4,15}(?![a-z0-9])|[a-z]{2,6}(?:[ _.]\d{2,4}){2,4}(?![a-z0-9])|[a-z0-9]{2,12}(?:[删除去掉]{1,2}[a-z0-9]{2,12}){1,3}(?![a-z0-9]))"
)
WECHAT_HANDLE = re.compile(rf"(?P<channel>{WECHAT}){BRIDGE}(?P<handle>{HANDLE})")
SPACED = r"\d(?:[ \-_.·*~]{0,2}\d){4,11}"
QQ_NUMBER = re.compile(rf"(?P<channel>{QQ}|(?<=[加➕+])q(?=\s?\d)){BRIDGE}(?P<handle>{SPACED})(?!\d)")
GROUP_NUMBER = re.compile(rf"(?P<channel>{GROUP}){BRIDGE}(?P<handle>\d{{6,11}})(?!\d)")
TELEGRAM_HANDLE = re.compile(
    rf"(?P<channel>{TELEGRAM}(?:\s?(?:频道|群组?|机器人))?|"
    rf"(?=(?:https?://)?t\.me/)){BRIDGE}(?P<handle>[a-z][a-z0-9_]{{3,31}}(?![a-z0-9_:/.])|"
    rf"(?:https?://)?t\.me/\S+)"
)
# Behind a colon any handle; without one only what has a digit or a sign in front: 快手号 zw8866, line id @abc8866.
OTHER_HANDLE = re.compile(
    rf"(?P<channel>{OTHER_CHANNEL})(?:\s{{0,2}}(?:id|账号|号))?(?:\s?[::]\s?(?:live:)?@?(?P<labeled>[a-z0-9_.\-][a-z0-9_\-.#]{{4,24}})|"
    rf"(?:\s{{0,3}}@\s?|(?<=号)\s{{0,3}}|(?<=id)\s{{1,3}})(?=[a-z_\-.]{{0,19}}\d)(?P<bare>[a-z0-9_][a-z0-9_\-.]{{4,19}}))(?![a-z0-9@])"
)
INVITATION = re.compile(r"discord\.(?:gg|com/invite)/(?P<handle>\w{4,16})")
LABELED_NUMBER = re.compile(
    r"(?P<channel>电话|手机|热线|专线|传真|tel|fax|phone|投递投诉|致电|来电|拨打|查询|"
    r"咨询)(?:/\w{2,4})?\s?[::;]?\s{0,2}(?P<handle>\d{3,4}[ -]?\d{4}(?:/\d{1,8})*)(?!\d)"
)


# A disguise that nobody has listed yet: 加 and a sign or two, or a strange 信, before what only a handle looks like
# (letters and digits mixed). Words that end in 信, and 加 in words of their own, are no disguise.
MIXED = r"(?=[a-z0-9_\-*]{0,20}?(?:[a-z][_\-*]?\d|\d[_\-*]?[a-z]))(?:[a-z][a-z0-9_\-*]{4,19}|\d{1,12}[a-z][a-z0-9_\-*]{2,19})(?![a-z0-9@.])"
UNLISTED_HANDLE = re.compile(
    rf"(?P<channel>(?:(?<![参增更附追外叠再强上])[加➕]|(?<!\w)\+)(?!载|密|速|油|班|工|上|入|强|息|价|州|盟|收|到|了)(?:我|老师|客服|一下)?\s?[^\s\d:,。a-z]{{1,2}}|"
    rf"(?<!\w)[^\s\d:,。a-z电短通征诚书来回相家亲自确守迷轻取背失]信)\s?(?:号|同号|\([^()]{{1,10}}\))?\s?[:;➜→>-]?\s?(?P<handle>{MIXED})"
)


@dataclass(frozen=True, slots=True, order=True)
class Reachable:
    """Something to dial, type or open, at [start, end) of the folded text; the secret starts at `handle`."""

    start: int
    end: int
    kind: str  # mobile, landline, toll_free, number, mail, address, wechat, qq, telegram, other
    handle: int
    disguised: bool = False
    valid: bool = False


def digits_view(text: str) -> str:
    """The text with disguised digits as digits, one for one.

    Han digits count only in long runs of nothing else, so that 一三五 and 二〇二四年 stay words; o and l only
    where they make a run with digits a mobile number.
    """

    def han(match: re.Match[str]) -> str:
        return match[0].translate(HAN_DIGITS)

    def letters(match: re.Match[str]) -> str:
        as_digits = match[0].translate(LETTER_DIGITS)
        number = re.sub(r"[ \-]", "", as_digits)
        shaped = re.fullmatch(r"1[3-9]\d{9}|[48]00\d{7}", number) or re.fullmatch(r"\d{5,11}", as_digits)
        return as_digits if shaped and sum(map(str.isdigit, match[0])) * 3 >= len(number) else match[0]

    if re.search(f"[{HAN_DIGIT}]", text):
        text = re.sub(
            rf"[{HAN_DIGIT}\d](?:[ \-_.·*]{{0,2}}[{HAN_DIGIT}\d]){{6,}}",
            lambda m: han(m) if re.search(f"[{HAN_DIGIT}]", m[0]) else m[0],
            text,
        )
    if re.search(r"[oli|]", text):
        text = re.sub(r"(?<![a-z0-9])[0-9oli|](?:[ \-]?[0-9oli|]){6,}(?![a-z0-9])", letters, text)
    return text


def _grouped_as_number(number: str) -> bool:
    """Whether the digits stand as people write one number: one by one, or in a few larger groups."""
    groups = [len(group) for group in re.split(r"\D+", number)]
    in_pairs = groups == [1, 2, 2, 2, 2, 2]
    return set(groups) == {1} or in_pairs or (len(groups) <= 5 and min(groups) >= 2 and groups[0] >= 3)


def is_valid_phone(number: str) -> bool:
    """Whether `phonenumbers` knows the number as one in use in the mainland, Taiwan or Hong Kong."""
    digits = re.sub(r"[^\d+]", "", number)
    for region in ("CN", "TW", "HK"):
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(digits, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


# What every number and handle has, whatever the channel before it is called.
SHAPES = re.compile(
    rf"\d{{3}}|(?:\d[ \-_.·*]{{0,2}}){{5}}|[a-z]{{2}}|[a-z]\d|@|[a-z0-9_\-]{{4}}|[a-z0-9]\*[a-z0-9]|"
    rf"[a-z0-9](?:[ \-_.*][a-z0-9]){{2}}|[{HAN_DIGIT}]{{5}}|[{HAN_DIGIT}][ {HAN_DIGIT}\d·.-]{{6}}"
)


def find_reachables(folded: str) -> tuple[Reachable, ...]:
    """Everything reachable in a folded text, in order, none overlapping."""
    if not SHAPES.search(folded):
        return ()
    text = digits_view(folded)
    found: list[Reachable] = []
    taken = bytearray(len(text))  # 1 where something was found

    def add(kind: str, match: re.Match[str], *, disguised: bool = False, valid: bool = False) -> None:
        start, end = match.span()
        if taken.find(1, start, end) >= 0:
            return
        taken[start:end] = b"\1" * (end - start)
        named = [
            name for name in ("handle", "labeled", "bare") if match.re.groupindex.get(name) and match[name]
        ]
        handle = match.start(named[0]) if named else start
        found.append(Reachable(start, end, kind, handle, disguised, valid))

    for match in TELEGRAM_HANDLE.finditer(text):
        add("telegram", match)
    for match in MAIL.finditer(text):
        if WORDS_AT.match(match[0]):
            continue
        add("mail", match, disguised="@" not in match[0] or bool(re.search(r"\s(?=@)|。|点", match[0])))
    for match in SPACED_OUT.finditer(text):
        if re.search(rf"(?:www\.|\.{TLD}$|^https?:)", match[0].replace(" ", "")):
            add("address", match, disguised=True)
    for match in ADDRESS.finditer(text):
        add("address", match, disguised=bool(re.search(r"。|点|\(dot\)|丶|\s", match[0])))
    if not re.search(r"\d", text) and not re.search(r"[a-z]", text):
        return tuple(sorted(found))
    for match in WECHAT_HANDLE.finditer(text):
        if _is_handle(match):
            add("wechat", match, disguised=bool(re.match(WECHAT_DISGUISED, match["channel"])))
    for match in UNLISTED_HANDLE.finditer(text):
        add("wechat", match, disguised=True)
    for match in QQ_NUMBER.finditer(text):
        spaced = bool(re.search(r"[^\d]", match["handle"]))
        add("qq", match, disguised=spaced or match["channel"] not in ("qq", "q"))
    for match in MOBILE.finditer(text):
        number = match["number"]
        before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 2]
        compact = number.isdigit()
        if not compact and (
            not _grouped_as_number(number) or re.search(r"\d[ .-]$", before) or re.match(r"[ .-]\d", after)
        ):
            continue
        spelled = folded[match.start() : match.end()] != match[0] or bool(re.search(r"[^\d \-+()]", match[0]))
        one_by_one = len(re.split(r"\D+", number)) > 5
        add("mobile", match, disguised=spelled or one_by_one, valid=is_valid_phone(number))
    for match in INTERRUPTED_MOBILE.finditer(text):
        add("mobile", match, disguised=True, valid=is_valid_phone(match[0]))
    for pattern in (BRACKETED_MOBILE, TAIWAN_MOBILE):
        for match in pattern.finditer(text):
            add("mobile", match, valid=is_valid_phone(match[0]))
    for kind, pattern in (("toll_free", TOLL_FREE), ("landline", LANDLINE), ("landline", TAIWAN_LANDLINE)):
        for match in pattern.finditer(text):
            add(kind, match, valid=is_valid_phone(match[0]))
    for match in INTERNATIONAL.finditer(text):
        if is_valid_phone(match[0]):
            add("landline", match, valid=True)
    for match in LABELED_NUMBER.finditer(text):
        add("number", match)
    for match in GROUP_NUMBER.finditer(text):
        add("qq", match)
    for match in OTHER_HANDLE.finditer(text):
        add("other", match)
    for match in INVITATION.finditer(text):
        add("other", match)
    return tuple(sorted(found))


def _is_handle(match: re.Match[str]) -> bool:
    """Whether what follows the channel is a handle, and not an English word or a version (微信 iOS 版)."""
    handle, channel = match["handle"], match["channel"]
    bridge = match[0][len(channel) : match.start("handle") - match.start()]
    plain_word = bool(re.fullmatch(r"[a-z]+", handle))
    if plain_word:
        return ":" in bridge or "号" in bridge or "id" in bridge
    if channel == "v" and not re.search(r"[::号=]", bridge):
        before = match.string[max(0, match.start() - 2) : match.start()]
        return bool(re.search(r"[加联系➕+]\s?$", before))  # v3803 is a machine's model
    if re.fullmatch(WECHAT_WORD, channel) and channel not in ("wechat", "wx"):
        # 卫星 2020, 威信 and 微信2011年 mean themselves unless punctuation or 号 says that a handle follows.
        mixed = re.search(r"[a-z][\w-]*\d|\d[\w-]*[a-z]|[a-z][_-]", handle)
        return bool(re.search(r"[::号=]", bridge)) or bool(mixed) or len(handle) >= 7
    return True


def find_official_codes(folded: str) -> tuple[tuple[int, int], ...]:
    """Where service codes of institutions stand: 95188, 12378, 110."""
    return tuple(match.span() for match in OFFICIAL_CODE.finditer(folded))
