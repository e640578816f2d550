"""The rule: runs that were written in one charset and read in another, with what was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qingyuan.document import NOTHING, Finding, Found
from qingyuan.rule import Place, Rule
from qingyuan.stages.repair import shown
from qingyuan.stages.repair.byte_shift.runs import spans_of_byte_shift
from qingyuan.stages.repair.misread.accidents import (
    UTF_8_AS_WINDOWS_1252,
    Chain,
    chain_of,
    damage_chain,
    undo_chain,
)
from qingyuan.stages.repair.misread.doubts import unexplained_names
from qingyuan.stages.repair.misread.gate import ASCII, suspicious_parts
from qingyuan.stages.repair.misread.lost_bytes import without_misaligned
from qingyuan.stages.repair.misread.pairs import with_pairs_closed, with_soft_hyphens
from qingyuan.stages.repair.misread.reading import (
    Reading,
    by_line,
    edits_of,
    without_overlaps,
    without_shared_ascii,
)
from qingyuan.stages.repair.misread.short_text import misread_clauses, short_runs_of_one_accident
from qingyuan.stages.repair.misread.stretches import (
    accident_of_document,
    choose_by_main_accident,
    clearly_misread,
    lines_misread,
    prefer_whole_line,
    readings_of_line,
    runs_of_certain_accidents,
)
from qingyuan.stages.repair.misread.weights import WEIGHTS
from qingyuan.text.spans import Spans, lines_of
from qingyuan.view import View


def _shown_by_their_lines(text: str, readings: list[Reading]) -> Iterator[Reading]:
    """The readings whose lines say that they show misread text rather than have it."""
    for start, line, of_the_line in by_line(text, readings):
        pieces: list[str] = []
        places: list[int] = []  # of each reading, in what is left without them
        at, length = start, 0
        for reading in of_the_line:
            pieces.append(text[at : reading.start])
            length += len(pieces[-1])
            places.append(length)
            at = max(at, reading.end)
        rest = "".join((*pieces, line[at - start :]))
        if shown.talks(rest):
            yield from of_the_line
            continue
        side_by_side = shown.has_side_by_side(rest)
        classes = shown.classes_of(line)
        yield from (
            reading
            for reading, place in zip(of_the_line, places, strict=True)
            if (side_by_side and shown.gives_both(rest, place, reading.after))
            or classes.cover(reading.start - start, reading.end - start)
        )


def _shown_on_purpose(view: View, readings: list[Reading]) -> list[Reading]:
    """The readings shown on purpose: the line or the page says so, or they stand in code only."""
    text = view.text
    by_their_lines = list(_shown_by_their_lines(text, readings))
    names = {reading.before for reading in by_their_lines}
    known = frozenset(by_their_lines)
    rest = [reading for reading in readings if reading not in known]
    if not rest:
        return by_their_lines
    if sum(len(reading.before) for reading in rest) < shown.PART_OF_PAGE * len(text):
        near = [reading for reading in rest if shown.talks_near(text, reading.start, reading.end)]
        if near:
            known = frozenset(near)
            by_their_lines, rest = (
                by_their_lines + near,
                [reading for reading in rest if reading not in known],
            )
    names |= {reading.before for reading in rest if shown.in_code(view, reading.start, reading.end)}
    if not names:
        return by_their_lines
    outside = {reading.chain for reading in rest if reading.before not in names}
    return by_their_lines + [
        reading for reading in rest if reading.before in names and reading.chain not in outside
    ]


def _found(view: View, readings: list[Reading], parts: Sequence[tuple[int, str]] = ()) -> Found:
    readings = sorted(readings, key=lambda reading: (reading.start, -reading.end))
    on_purpose = _shown_on_purpose(view, readings)
    doubtful = frozenset(on_purpose)
    return Found(
        edits_of(reading for reading in readings if reading not in doubtful),
        tuple(
            Finding("repair/misread", s.start, s.before, (s.after,), shown.NOTE)
            for s in without_overlaps(on_purpose)
        )
        + tuple(unexplained_names(parts, readings)),
    )


def find_misread(view: View) -> Found:
    """Runs that were written in one charset and read in another, with what was written."""
    text = view.text
    if text.isascii():
        return NOTHING
    parts = list(suspicious_parts(view))
    if parts and (explained := view.about(spans_of_byte_shift)):
        parts = list(suspicious_parts(view, explained))
    if not parts:
        return _found(view, short_runs_of_one_accident(text) or list(misread_clauses(view)))
    if chain := accident_of_document(text):
        lines = ((start, line.rstrip("\n")) for start, line in lines_of(text))
        readings = [Reading(start, line, undo_chain(line, chain), chain, 0.0) for start, line in lines]
        if len(text) - len(ASCII.findall(text)) < shown.PART_OF_PAGE * len(text):
            return _found(
                view,
                [without_shared_ascii(reading) for reading in readings if reading.before != reading.after],
            )
        return Found(
            edits_of(with_soft_hyphens(text, (), without_misaligned(text, readings, all_of_it=True)))
        )
    chosen: list[Reading] = []
    weight: dict[Chain, float] = {}
    searched = Spans((start, start + len(line)) for start, line in parts)
    clauses = [reading for reading in misread_clauses(view) if not searched.cover(reading.start)]
    for clause in clauses:
        weight[clause.chain] = weight.get(clause.chain, 0.0) + clause.gain
    for start, line in parts:
        certain = [chain for chain, total in weight.items() if total >= WEIGHTS.certain]
        if "\ufffd" in line and UTF_8_AS_WINDOWS_1252 not in certain:
            certain.append(
                UTF_8_AS_WINDOWS_1252
            )  # where bytes are lost, what is left can only be tried in parts
        if reading := clearly_misread(line, certain, start):
            readings = [reading]
        else:
            readings = runs_of_certain_accidents(line, certain, start) or choose_by_main_accident(
                readings_of_line(line, start), text
            )
            readings = prefer_whole_line(line, start, readings)
        for reading in readings:
            if reading.gain >= WEIGHTS.must_gain:  # many small accidents are no evidence of one great one
                weight[reading.chain] = weight.get(reading.chain, 0.0) + reading.gain
        chosen += readings
    certain = [chain for chain, total in weight.items() if total >= WEIGHTS.certain]
    chosen = [
        reading for reading in chosen if reading.gain >= WEIGHTS.must_gain or reading.chain in certain
    ] + clauses
    for chain in sorted(certain, key=lambda chain: -weight[chain]):
        chosen += lines_misread(text, chain, chosen)[1]
    if not certain:
        together = short_runs_of_one_accident(text)
        if together and {reading.chain for reading in chosen} <= {together[0].chain}:
            chosen = together  # the same accident, and it explains the rest of the text too
    chosen = with_pairs_closed(text, parts, without_misaligned(text, chosen))
    chosen = with_soft_hyphens(text, parts, chosen)
    return _found(view, chosen, parts)


def _misread_again(after: str, place: Place) -> str:
    """What the accidents named by the kind make of a text; empty where one of them would have lost a byte."""
    try:
        return damage_chain(after, chain_of(place.kind))
    except UnicodeError:
        return ""


UNDO_MISREAD = Rule(
    name="repair/misread",
    find=find_misread,
    damage=_misread_again,
    proof="misreading the result again gives the damaged text",
    examples=(
        ("浣犲ソ", "你好"),
        ("Ö§¸¶±¦", "支付宝"),
        ("æ”¯ä»˜å®\u009d", "支付宝"),
        ("the user鈥檚 choice", "the user’s choice"),
        ("Ö§ž¶±ŠÓâÆÚ»¹¿î", "支付宝逾期还款"),
        ("÷ß∏∂±¶”‚∆⁄ªπøÓ", "支付宝逾期还款"),
        ("╓º╕╢▒ª╙Γ╞┌╗╣┐ε.doc", "支付宝逾期还款.doc"),
        ("╗ß╥Θ╝═╥¬.doc", "会议纪要.doc"),
        ("附件：╩²╛▌┐Γ▒╕╖▌.sql", "附件：数据库备份.sql"),
        ("╩²¥¦┐Ô▒©À¦.sql", "数据库备份.sql"),
        ("Õ«ëÞúàµ¡ÑÚ¬ñ README.txt", "安装步骤 README.txt"),
        ("the user¡¯s choice", "the user’s choice"),
        ("йЂѕжњџ", "逾期"),
        ("Ï뵽ÿ¸öÈ˵ÄÉú»îˮƽ¶¼»áÌá¸ß", "想到每个人的生活水平都会提高"),
        ("ÖÐ¹ú¾¼ÃÐÂÎÅÍø", "中国经济新闻网"),
        ("Õ½ Ê¿ ÃÇ ½ü À´ µÄ ս ¶·", "战 士 们 近 来 的 战 斗"),
        ("珨跺趼,船陛,濮陛,轡ァ羶衄.諾覃怮船!", "一个字,差啊,冷啊,暖气没有.空调太差!"),
        (
            "2.5.9. dpkg 硌鍔\n2.5.10. update-alternatives 硌鍔\n2.5.11. dpkg-statoverride 硌鍔",
            "2.5.9. dpkg 指令\n2.5.10. update-alternatives 指令\n2.5.11. dpkg-statoverride 指令",
        ),
        ("LibreOffice Impress 腔瞎磁潬", "LibreOffice Impress 的組合鍵"),
        ("Title is: 嗣笭綅呾\nOutline 每 Show Details.", "Title is: 多重運算\nOutline – Show Details."),
        (
            "硐衄珨跺倛□:婄\\觴\\船\\涴岆掛□婓觓最蛂徹扂跺□跤堤軘磁丿嘆郔船腔嬴虛.",
            "只有一个形□:脏\\乱\\差\\这是本□在携程住过我个□给出综合评鼓最差的酒店.",
        ),
    ),
    doubts=(("╨┬╕Φ.mp3", "新歌"), ("SOC│╡╘╞╥╗╠╗▒-1.pptx", "")),
    keep=(
        "陆路",
        "你好",
        "窣窣",
        "赫赫復煌煌",
        "硉硉矹矹",
        "嵽嵽嵲嵲，崒崒嵂嵂。",
        "皓皜",
        "搴擥",
        "穰川",
        "讙謡",
        "    [ÂÃÎÐ][€œŠš¢£Ÿž\\xa0\\xad®©°·»{start}{end}–—´]",
        'Print StrConv("ÉÏº£ÊÐABC", vbUnicode)',
        "print('浣犲ソ')",
        "It will decode quotes ``â€œ`` like this as before.",
        "| 支付宝 | æ”¯ä»˜å®\u009d |",
        "忽高忽低",
        "侭多侭少",
        "莉斯",
        "©╣║╗╝¢¥┐└┴┬├─┼",
        "院陰隠韻吋右宇烏羽迂雨卯鵜窺丑碓臼渦嘘唄",
        "囗囗囗囗囗，囗囗囗囗囗。",
        'alphabet="æøåÆØÅ"',
        'alphabet="ABDEGHIJKLMNOPRSTUVÕÄÖÜabdeghijklmnoprstuvõäöü"',
        "[ァ-ヴーｱ-ﾝﾞｰ]",
        "ㄅㄆㄇㄈ ㄓㄨㄥ ㄍㄨㄛˊ",
        "ㄋㄧˇ ㄏㄠˇ，ㄨㄛˇ ㄕˋ ㄊㄞˊ ㄨㄢ ㄖㄣˊ。",
        "ｱｲｳｴｵ ｶﾅ ﾊﾝｶｸ",
        "㈠㈡㈢ ㊣ ㎡",
        "Àzərbaycan Ökümənliyi: ÇoxƏzizdir",
        "Größe ¼, ½ und ¾: Äpfel, Öl, Übel, Straße",
        "Ñ¹ ʃ ʒ Œuvre: « à l’été » — ƒ(x) = ½",
        "ЯндексМаркет и ВКонтакте, ОбЪяВЛЕНИЕ",
        "Київ і Львів — їхні міста",
        "“浣犲ソ”其实是“你好”的 UTF-8 编码被当成 GBK 显示的结果。",
        "# 乱码对照\n\n前面的话。\n\n- æ”¯ä»˜\n- 浣犲ソ\n\n后面还有很多话要说，这里不是损坏，只是例子。",
        "文件名变成 ÎÞ±êÌâ 的原因是 GBK 被当成了 Latin-1。",
        "┌──┬──┐\n│項目│金額│\n╚══╩══╝░▒▓█",
        "╒══╤══╕\n│a │É │\n╞══╪══╡\n╘══╧══╛",
        "│Á│ñandú│",
        "╔═╗┌─┐┌┬┐┌─┐\n║  │ │ ││├┤\n╚═╝└─┘─┴┘└─┘",
        "███████╗██╗   ██╗\n╚════██║  ╚██╔╝",
        "├── src\n│   ├── 主程序.py\n└── README.md",
        "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐",
        "ÇüéâäàåçêëèïîìÄÅ",
        "═│╒╕╘╛╞╡╤╧╪",
        "Příliš žluťoučký kůň, PŘÍLIŠ ŽLUŤOUČKÝ KŮŇ",
        "∑∏∫√≈ π∆∂ Ω◊",
        'формат "ММ.ДД.ГГГГ"',
        "Go to Tools – Options – General. Excel 97–2003",
        "(+) (-) (×) and (÷) on the number keypad",
    ),
)
