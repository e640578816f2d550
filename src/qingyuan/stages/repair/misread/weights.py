"""The numbers that decide about misread text, in one table.

Where nothing else is said they were chosen on the simulated damage and the undamaged text of
tools/bench/damage.py and tools/bench/undamaged.py; docs-dev/benchmarks-damage.md has what comes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Weights:
    """Nats are of `text.plausible.cost` unless the language model's are named; shares are of 1."""

    # Priors: what speaks against an accident before its text is read, in nats.
    seldom_read: float = 12.0
    dos: float = 6.0  # names in ZIP archives are in DOS charsets by their definition
    hong_kong: float = 4.0
    second_accident: float = 4.0  # against each accident of a chain beyond the first
    foreign: float = 8.0  # against Japanese or Korean documents in a corpus of Chinese
    foreign_reader: float = (
        3.0  # against readers of Japan or Korea where a few characters are all the evidence
    )
    another_reading: float = 4.0  # against each reading of a line: one accident is likelier than two
    two_bytes_only: float = 12.0  # against UTF-8 of two bytes a character: a tenth of all pairs are valid
    one_han: float = (
        8.0  # against a single Han of UTF-8: one rare word in a thousand decodes to one by chance
    )

    # Gate.
    close_three: int = 7  # characters within which three rare ones are suspicious
    close_four: int = 14  # characters within which four are
    name: int = 8  # characters of a text in which a single rare one is: a title, a name
    block: int = 50_000  # characters; a longer text is searched in pieces, as its alphabet grows
    whole_line: int = 500  # characters: a line is searched as a whole up to here
    around_hit: int = 80  # characters, else: an accident's other characters can stand so far from a hit

    fewest_rare: int = 3  # rare characters of a text that is longer than a name
    # A line is in another language (set by hand),
    longest_word: int = 4  # if it has more characters outside of ASCII than this,
    cyrillic: float = 0.75  # and this share of them are Cyrillic or Greek,
    kana: float = 0.25  # or this share kana,
    hiragana: float = 0.125  # and this share hiragana,
    hangul: float = 2 / 3  # or this share Hangul,
    rare_hangul: float = 0.125  # and no more of those than this share rare

    # Candidates.
    change: float = 8.0  # nats (language) for going from damaged to undamaged characters within a word
    deepest: int = 3  # accidents in a chain; programs that save what they misread do it again and again
    most_places: int = 40  # of one line whose second codes, or other pairings of bytes, are tried

    # Margins of a reading, in nats.
    must_gain: float = 12.0  # for a run on its own
    certain: float = (
        30.0  # from here on an accident is certain, and what it explains elsewhere need only gain
    )
    clear_per_char: float = (
        2.5  # for each character outside of ASCII: so much is won where a whole text is misread
    )
    cut_end: float = (
        10.0  # against an end of a run where the text goes on: an accident hits lines, not letters
    )
    remains: float = 9.5  # the cost of a Han of UTF-8 that lost a byte
    code_table: int = 60  # characters of a run that show whether it is a code table
    fewest_kana: int = 4  # half-width ones; fewer stand for themselves, in a list or a pattern
    word: int = 12  # letters: so few can be a word or two, or happen to be usual characters all of them

    # Names of which something is lost (set by hand).
    shortest_name: int = 4  # characters, two Han
    drawn_of_name: float = 0.5  # share of signs to draw with, and
    draws_nothing: float = 6.0  # nats that each character costs at least as a drawing,
    misses: int = 3  # lines that end at nothing, where no reading is good
    shortest_set: int = 10  # characters; so many different ones are a list of what can be drawn

    # What documents of a charset look like (set by hand): of the characters outside of ASCII not more than one in so many is
    odd_in_utf_8: int = 3  # odd in UTF-8: three bytes that fit say more than a character that is rare,
    odd_in_others: int = 10  # odd in another charset,
    different_odd: int = 6  # and odd and different there: dialects have rare ones, again and again,
    not_chinese: int = 10  # of another script in Chinese;
    # at least one in so many is
    letter_of_east_asia: int = 2  # a letter in Japanese or Korean,
    hiragana_of_japanese: int = 4  # hiragana in Japanese that has any,
    hangul_of_korean: int = 2  # Hangul in Korean that has any;
    shortest_foreign: int = 4  # and there are more than so many
    beside_remains: int = (
        4  # so many for each one beside what is left of UTF-8, in a text that is nothing else
    )

    # Lists of signs and codes, set by hand.
    shortest_list: int = 4  # characters; three are a list if each is followed by the next
    list_step: int = 2  # code points from one to the next at most,
    list_share: float = 0.5  # in this share of the steps
    bopomofo: float = 0.9  # share of Bopomofo, or of geometric shapes
    repeats: float = 1.25  # times that each letter of an alphabet stands there,
    both_cases: float = 0.5  # this share of them in both cases
    longest_accented: int = 4  # characters of a run that can be the end of an accented word

    # Stretches of lines, in nats.
    document_head: int = 4000  # characters that tell what happened to a document
    switch: float = 8.0  # between a misread line and one that is not: accidents hit whole stretches
    line_margin: float = 4.0  # between a line as misread and as intact, where it proves nothing by itself
    impossible_line: float = 30.0  # against a line that the accident cannot have given

    # Text that is too short to prove anything singly.
    few_letters: int = 300  # more of them prove themselves line by line
    rare_of_misread: float = 0.12  # share of unusual characters in misread text; hardly any in clean text
    short_margin: Mapping[int, float] = field(  # by letters; of 628,000 clean words none gained more
        default_factory=lambda: {2: 9.6, 3: 8.0, 4: 7.0}
    )
    short_margin_of_more: float = 9.0
    rare_of_prose: float = (
        0.06  # share of rare characters up to which a single one is worth a look at its clause
    )
    clause: int = 10  # characters; a longer clause has more rare ones, close to each other
    shortest_clause: int = 2
    rare_of_clause: float = 0.2  # share in a misread clause; that of names in clean prose is often less
    clause_margin: float = (
        7.0  # of 300,000 words and verses with a rare character, within prose, none gained 5.5
    )

    # Pairs that were opened by chance, in nats of the language model (set by hand).
    opened_each: float = 9.0  # a character of a run that is read anew costs less than this
    opened_torn: float = 20.0  # against each part of it in which nothing fits
    opened_two: float = 12.0  # two characters in a row that cost more each are misaligned bytes
    opened_unseen: float = 8.0  # against a pair that became a character which the first reader has too

    # Soft hyphens that were lost (set by hand).
    unseen: float = 5.0  # nats against each of them
    unseen_margin: float = 8.0  # nats by which they must be better there than elsewhere
    better_with_unseen: float = 12.0  # nats by which the line reads better with them
    doubtful_two: float = 9.0  # two characters in a row that cost more each are worth a search

    # Behind a lost byte, in nats of the language model.
    nearly_all: float = 0.9  # share of its line that a reading covers
    # From these on characters count as misaligned: the mean of three, and one.
    misaligned_three: float = 11.0
    misaligned_one: float = 16.0
    misaligned_three_after_loss: float = 8.5  # the same in a line in which a byte was lost
    misaligned_one_after_loss: float = 10.0
    beside_trail: float = 12.0  # a character beside a letter that is a lone trail byte
    capital: float = 4.0  # added where that letter is a capital: A幢, T恤
    window: int = 4  # characters whose bytes are paired otherwise
    rare_in_a_row: float = 9.7  # a character over the window
    usual_in_a_row: float = 6.5  # a character of the other pairing


WEIGHTS = Weights()
