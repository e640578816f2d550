"""Look-alikes: characters that show the right shape, or none, and are the wrong code.

They come from PDF fonts (Kangxi radicals), old fonts (compatibility ideographs, private use), from
programs that mark invisible places, and from input methods left in full-width mode.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from qingyuan.document import NOTHING, Edit, Finding, Found
from qingyuan.rule import Rule, found
from qingyuan.text.charsets import CP936
from qingyuan.text.plausible import uncommon
from qingyuan.view import View

_HAN = "㐀-䶿一-鿿\U00020000-\U000323af"
_CJK = _HAN + "、。〈-】〔-〟！（），．：；？“”‘’…—"
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
_HANGUL = re.compile(r"[가-힣ㄱ-ㅎ]")

# --- radicals -----------------------------------------------------------------------------------------

# Characters of the radicals supplement that are a whole character of their own; the other half of the
# block shows parts of characters (⺮, ⻌), which no text means as a character.
_SUPPLEMENT = str.maketrans(
    "⺁⺃⺈⺊⺎⺐⺒⺓⺔⺛⺜⺝⺟⺠⺧⺩⺫⺬⺯⺱⺶⺻⺼⻁⻃⻄⻅⻆⻉⻋⻏⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乚刀卜兀尢巳幺彑旡日月母民牛王目示糹罓羊聿肉虎覀西见角贝车邑長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
RADICALS: dict[int, str] = _KANGXI | {code: chr(char) for code, char in _SUPPLEMENT.items()}
_RADICAL_CHARACTERS = frozenset(map(chr, range(0x2E80, 0x2FD6)))
_RADICAL_RUN = re.compile(r"[\u2e80-\u2fd5]+")
_ABOUT_RADICALS = re.compile(
    r"部首|偏旁|字旁|字头|字頭|字底|字框|笔画|筆畫|康熙|radical|Radical|RADICAL|U\+2[EF]"
)


def _near(text: str, start: int, end: int, chars: str) -> bool:
    """Whether one of the two neighbors is among the characters of a class."""
    return re.fullmatch(f"[{chars}]", text[end : end + 1]) is not None or (
        start > 0 and re.fullmatch(f"[{chars}]", text[start - 1]) is not None
    )


def _between(text: str, start: int, end: int, chars: str) -> bool:
    """Whether both neighbors are among the characters of a class, or missing."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return re.fullmatch(f"[{chars}]?", before) is not None and re.fullmatch(f"[{chars}]?", after) is not None


def _find_radicals(view: View) -> Found:
    edits: list[Edit] = []
    text = view.text
    if uncommon(text).isdisjoint(_RADICAL_CHARACTERS):
        return NOTHING
    alone: list[Edit] = []
    for match in _RADICAL_RUN.finditer(text):
        line = _line_around(text, *match.span())
        if _is_table(match[0]) or _is_about_radicals(line):
            continue
        after = match[0].translate(RADICALS)
        if after == match[0]:
            continue
        edit = Edit(match.start(), match[0], after)
        near = _near(text, *match.span(), _CJK) or (_is_in_a_date(match) and _HAN_SIGN.search(line))
        (edits if near else alone).append(edit)
    if len(edits) >= _CERTAINLY_A_FONT:  # then it is the font everywhere, beside figures and Latin too
        edits += alone
    return found(edits)


_CERTAINLY_A_FONT = 3  # radicals within words
_HAN_SIGN = re.compile(f"[{_HAN}]")
_DATE_SIGNS = re.compile("[⽇⽉]")


def _is_in_a_date(match: re.Match[str]) -> bool:
    """Whether the radical stands behind figures as the sign of a day or a month."""
    return (
        _DATE_SIGNS.fullmatch(match[0]) is not None
        and match.string[max(0, match.start() - 1) : match.start()].isdigit()
    )


def _is_table(run: str) -> bool:
    """Whether a run is a list of radicals, each followed by the next."""
    steps = [ord(right) - ord(left) for left, right in pairwise(run)]
    return len(run) > 4 and 2 * sum(1 <= step <= 3 for step in steps) >= len(steps)


def _is_about_radicals(line: str) -> bool:
    """Whether the line names radicals; one that is damaged itself has them within its words."""
    if not _ABOUT_RADICALS.search(line):
        return False
    runs = list(_RADICAL_RUN.finditer(line))
    return sum(_between(line, *run.span(), _HAN) for run in runs) < max(3, 0.5 * len(runs))


def _line_around(text: str, start: int, end: int) -> str:
    last = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : len(text) if last < 0 else last]


FOLD_RADICALS = Rule(
    name="repair/radicals",
    find=_find_radicals,
    examples=(
        ("⽀付宝", "支付宝"),
        ("⻓期不还", "长期不还"),
        ("⼈⺠银⾏", "人民银行"),
        ("上⻔送信", "上门送信"),
        ("于⼗⼆⽉⼆⼗⼋⽇通水", "于十二月二十八日通水"),
        ("点评 2007年9⽉5⽇", "点评 2007年9月5日"),
        ("⼀.⼈⺠银⾏\n⼆.通⻓", "一.人民银行\n二.通长"),
    ),
    keep=("部首⽀的字", "⼀⼁⼂⼃⼄⼅", "⺮字头的字", "⼀ ⼁ ⼂", "walk ⾛"),
)

# --- compatibility ideographs -------------------------------------------------------------------------

_COMPATIBILITY_CHARACTERS = frozenset(map(chr, (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))))
_COMPATIBILITY_RUN = re.compile(r"[\uf900-\ufaff\U0002f800-\U0002fa1f]+")


def _find_compatibility(view: View) -> Found:
    edits: list[Edit] = []
    text = view.text
    if uncommon(text).isdisjoint(_COMPATIBILITY_CHARACTERS):
        return NOTHING
    for match in _COMPATIBILITY_RUN.finditer(text):
        line = _line_around(text, *match.span())
        if len(match[0]) > 4 or _KANA.search(line) or _HANGUL.search(line):
            continue  # a table; or a Japanese or Korean name, where the form is meant
        after = unicodedata.normalize("NFC", match[0])
        if after != match[0] and _near(text, *match.span(), _CJK):
            edits.append(Edit(match.start(), match[0], after))
    return Found(tuple(edits))


FOLD_COMPATIBILITY = Rule(
    name="repair/compatibility-ideographs",
    find=_find_compatibility,
    examples=(("不\uf967逾期", "不不逾期"), ("\uf9d0似案件", "類似案件"), ("信用\uf96e款", "信用葉款")),
    keep=("\ufa19\u3055\u3093", "\uf900\uf901\uf902\uf903\uf904\uf905", "\ufa0e"),
)

# --- private use --------------------------------------------------------------------------------------

_PRIVATE = re.compile(r"[\ue000-\uf8ff]+")
_PRIVATE_CHARACTERS = frozenset(map(chr, range(0xE000, 0xF900)))
_BULLETS = {  # Symbol and Wingdings, which word processors put at U+F0xx
    "\uf0b7": "•",
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf075": "◆",
    "\uf076": "❖",
    "\uf0a7": "▪",
    "\uf0a8": "◻",
    "\uf0d8": "➢",
    "\uf0e0": "→",
    "\uf0fc": "✓",
    "\uf0fb": "✗",
}


def _gbk_late_characters() -> dict[str, str]:
    """Eighty characters that GBK had before Unicode did: Windows showed FE50–FEA0 as private use."""
    table: dict[str, str] = {}
    code = 0xE815
    for trail in (*range(0x50, 0x7F), *range(0x80, 0xA1)):
        char = bytes((0xFE, trail)).decode("gb18030", "ignore")
        if len(char) == 1 and not "\ue000" <= char <= "\uf8ff":
            table[chr(code)] = char
        code += 1
    return table


_LATE = _gbk_late_characters()


def _find_private(view: View) -> Found:
    edits: list[Edit] = []
    findings: list[Finding] = []
    text = view.text
    if uncommon(text).isdisjoint(_PRIVATE_CHARACTERS):
        return NOTHING
    for match in _PRIVATE.finditer(text):
        run, start = match[0], match.start()
        before = text[text.rfind("\n", 0, start) + 1 : start]
        if not before.strip() and run in _BULLETS and match.end() < len(text):
            edits.append(Edit(start, run, _BULLETS[run], "symbol font"))
        elif all(char in _LATE for char in run) and _near(text, start, match.end(), _HAN) and len(run) < 3:
            edits.append(Edit(start, run, "".join(_LATE[char] for char in run), "GBK's late characters"))
        else:
            findings.append(
                Finding(
                    "repair/private-use",
                    start,
                    run,
                    (_BULLETS[run],) if run in _BULLETS else (),
                    "private-use characters: what they show depends on a font that is not known",
                )
            )
    return Found(tuple(edits), tuple(findings))


FOLD_PRIVATE_USE = Rule(
    name="repair/private-use",
    find=_find_private,
    examples=(("\uf0b7 协商还款", "• 协商还款"), ("姓\ue863的人", "姓䶮的人")),
    keep=("粘I\ue30a钪", "??头\ue48f藛T", "图标\uf0b7与文字", "\ue863"),
)

# --- what is not seen ---------------------------------------------------------------------------------

_INVISIBLE = re.compile(
    "["
    "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{WORD JOINER}"
    "\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}\N{MONGOLIAN VOWEL SEPARATOR}"
    "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"
    "\N{LEFT-TO-RIGHT EMBEDDING}-\N{RIGHT-TO-LEFT OVERRIDE}"
    "\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}"
    "\u2061-\u2064\ufff9-\ufffb"
    "]+"
)
_INVISIBLE_CHARACTERS = frozenset(char for char in map(chr, range(0xFFFF)) if _INVISIBLE.match(char))
# Scripts that join letters or run from the right, and emoji: there these characters have work to do.
_NEEDS_THEM = re.compile(
    "[\u0590-\u08ff\u0900-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefe\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]"
)


def _find_invisible(view: View) -> Found:
    edits: list[Edit] = []
    text = view.text
    misread_mark = text.startswith("ï»¿") and any(char > "\u2e80" for char in text[3:200])
    if uncommon(text).isdisjoint(_INVISIBLE_CHARACTERS) and not misread_mark:
        return NOTHING
    if misread_mark:
        edits.append(Edit(0, "ï»¿", "", "byte order mark"))
    for match in _INVISIBLE.finditer(text):
        start, end = match.span()
        marks = set(match[0])
        if marks == {"\N{ZERO WIDTH NO-BREAK SPACE}"}:
            edits.append(Edit(start, match[0], "", "byte order mark"))
            continue
        if marks & set("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}") and _NEEDS_THEM.search(
            text[max(0, start - 2) : end + 2]
        ):
            continue
        if _NEEDS_THEM.search(_line_around(text, start, end)) and not marks <= {"\N{ZERO WIDTH SPACE}"}:
            continue
        if "\N{SOFT HYPHEN}" in marks and not _between(text, start, end, _CJK):
            continue  # where a European word may be broken; or a byte of misread text
        if "\N{ZERO WIDTH SPACE}" in marks and _near(
            text, start, end, "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
        ):
            continue  # between the words of Thai, Lao, Burmese and Khmer
        edits.append(Edit(start, match[0], "", "invisible"))
    return Found(tuple(edits))


STRIP_INVISIBLE = Rule(
    name="repair/invisible-characters",
    find=_find_invisible,
    examples=(
        ("支\N{ZERO WIDTH SPACE}付\N{ZERO WIDTH NON-JOINER}宝", "支付宝"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}支付宝", "支付宝"),
        ("ï»¿支付宝", "支付宝"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}支付宝\N{POP DIRECTIONAL FORMATTING}", "支付宝"),
    ),
    keep=(
        "👨\N{ZERO WIDTH JOINER}👩\N{ZERO WIDTH JOINER}👧",
        "می\N{ZERO WIDTH NON-JOINER}خواهم",
        "Donau\N{SOFT HYPHEN}dampf\N{SOFT HYPHEN}schiff",
        "\N{RIGHT-TO-LEFT MARK}שלום",
    ),
)

# --- full-width digits and letters --------------------------------------------------------------------

_FULL_WIDTH_RUN = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
_WIDE_TO_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TO_ASCII = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_ABOUT_WIDTH = re.compile(
    r"全角|全形|半角|半形|[Ff]ull-?width|FULLWIDTH|U\+FF|双字节|雙位元組|[Dd]ouble-byte"
    r"|Ａ-Ｚ|ａ-ｚ|０-９"  # a class of characters
    r"|ＭＳ[ \u3000]?Ｐ?(?:明朝|ゴシック)"  # a font of this name
)


_OF_UTF_8 = re.compile("[ｄ-ｉ]")  # the third byte of one Han of UTF-8 and the first of the next
_FULL_WIDTH_CHARACTERS = frozenset(map(chr, _TO_ASCII))
_JAPANESE = 20  # different kana


def _is_foreign(signs: frozenset[str]) -> bool:
    """Whether a text of these characters is no Chinese: it has wide letters to show them, or by its custom."""
    if sum(_KANA.match(char) is not None for char in signs) >= _JAPANESE:
        return True
    latin = sum(char.isalpha() and (char < "\u3000") for char in signs)
    return latin > 0 and not any(_HAN_SIGN.match(char) for char in signs)


def _is_shown_narrow(run: re.Match[str], line: str) -> bool:
    """Whether the line has all that is wide around the run narrow too: "Ａ＄１" = "A$1"."""
    text, (start, end) = run.string, run.span()
    while start and "！" <= text[start - 1] <= "～":
        start -= 1
    while "！" <= text[end : end + 1] <= "～":
        end += 1
    return end - start > 2 and text[start:end].translate(_WIDE_TO_ASCII) in line


def _is_of_utf_8(letter: re.Match[str]) -> bool:
    """Whether a letter and its neighbors are two Han of UTF-8 read as GBK: 瑙ｆ浛 is 解替."""
    text, (start, end) = letter.string, letter.span()
    if _OF_UTF_8.fullmatch(letter[0]) is None:
        return False
    try:
        before, after = (
            CP936.encode(part) for part in (text[max(0, start - 2) : start], text[end : end + 1])
        )
        return len((before[-2:] + CP936.encode(letter[0]) + after).decode("utf-8")) == 2
    except UnicodeError:
        return False


def _find_full_width(view: View) -> Found:
    edits: list[Edit] = []
    text = view.text
    if uncommon(text).isdisjoint(_FULL_WIDTH_CHARACTERS) or _is_foreign(frozenset(text)):
        return NOTHING
    for match in _FULL_WIDTH_RUN.finditer(text):
        line = _line_around(text, *match.span())
        narrow = match[0].translate(_TO_ASCII)
        shows_both = (
            len(narrow) > 2 and narrow.isalpha() and narrow in line  # JIS("abc") 返回 "ａｂｃ"
        ) or _is_shown_narrow(match, line)
        beside = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        if shows_both or _ABOUT_WIDTH.search(line) or _KANA.search(line):
            continue  # a text about widths; Japanese writes some letters wide on purpose (ＮＨＫ)
        if narrow.isalpha() and not set(beside.lower()).isdisjoint(narrow.lower()):
            continue  # [yYｙＹ]
        if _is_of_utf_8(match):
            continue  # misread, and too little of it to be sure
        edits.append(Edit(match.start(), match[0], narrow))
    return Found(tuple(edits))


FOLD_FULL_WIDTH = Rule(
    name="repair/full-width",
    find=_find_full_width,
    examples=(
        ("逾期３个月", "逾期3个月"),
        ("ＡＰＰ下载", "APP下载"),
        ("２０２４年，ＬＰＲ下调", "2024年，LPR下调"),
        ("维生素ｅ含量，选ｄ项", "维生素e含量，选d项"),
    ),
    keep=(
        "你好，世界！（一）",
        "全角的Ａ和半角的A",
        "ＮＨＫのニュース",
        "１つ",
        '=JIS("abc") 返回 "ａｂｃ"',
        '转换 StrConv("ＡＢ＄％２３？ＥＧ", vbNarrow) \' = "AB$%23?EG"',
        '=FINDENB("ａ"; "LibreOffice Ｃａｌｃ")',
        "[+1yYｙＹ是]",
        "一-鿕Ａ-Ｚａ-ｚ",
        "他说瑙ｆ浛不是这个意思",  # 解替 of UTF-8
    ),
)

LOOKALIKES: tuple[Rule, ...] = (
    STRIP_INVISIBLE,  # first: a zero-width space must not stand between a look-alike and its neighbor
    FOLD_PRIVATE_USE,
    FOLD_RADICALS,
    FOLD_COMPATIBILITY,
    FOLD_FULL_WIDTH,
)

# --- the damage, for tests and benchmarks -------------------------------------------------------------

_TO_RADICAL = {ord(char): chr(code) for code, char in reversed(RADICALS.items())}
_TO_FULL_WIDTH = {ascii_code: code for code, ascii_code in _TO_ASCII.items()}


def show_as_radicals(text: str) -> str:
    """What a PDF reader copies where the font names radicals."""
    return text.translate(_TO_RADICAL)


def type_full_width(text: str) -> str:
    """What an input method in full-width mode writes for digits and letters."""
    return text.translate(_TO_FULL_WIDTH)


def sow_invisible(text: str, mark: str = "\N{ZERO WIDTH SPACE}", every: int = 3) -> str:
    """An invisible mark behind every so many characters, as copy protections do."""
    return "".join(
        char + mark if index % every == 0 and char != "\n" else char for index, char in enumerate(text)
    )
