"""The numbers that decide about byte shifts, all in one place.

Unless a comment says otherwise they are in nats and were chosen on simulated damage of news that is not measured
on; docs-dev/benchmarks.md ("Byte shift") has the method and what other values gave.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Costs and margins of one search, with how wide it looks."""

    # --- verdict ----------------------------------------------------------------------------------------------
    gain_without_annotations: float = 14.0  # over the damaged text, where the page shows no other sign of it
    unusual_start: float = 2.5  # by which a character may be rarer after a full stop than elsewhere
    least_sentence: int = 4  # Han before a full stop

    # --- what a step of the decoder costs -------------------------------------------------------------------
    gap: float = 2.0  # a private-use character was dropped between two characters
    gap_before_cut: float = 3.0  # the same right before a lone lead byte
    gap_behind: float = 10.0  # by which a reading with a dropped pair may be behind one without it
    least_bridge: float = 8.0  # what the two characters beside a dropped pair cost at least
    eaten: float = 3.0  # a lead byte took an ASCII character along
    own_question_mark: float = 2.0  # the question mark is one, or half of ？
    full_width_space: float = 2.0  # a blank that was a full-width space
    silent: float = 5.0  # a lead byte was dropped and left nothing
    contradicted_reading: float = 12.0  # the page's dictionary has another reading for the character
    rare_trigger: float = 3.0  # an entry of the dictionary that the page shows nowhere else
    common_trigger: float = 0.5  # the same, of a common character
    plain_trigger: float = 5.0  # an entry that stands elsewhere on the page without its reading
    lost_buffer: float = 6.0  # a read buffer ended inside the character
    common: float = 11.0  # a character that costs less is common
    known: float = 13.0  # a character that costs more is not tried beside a dropped pair

    # --- what a page makes unlikely -------------------------------------------------------------------------
    full_width: float = 9.0  # a full-width letter or digit in prose
    rare_mark: float = 6.0  # a kind of quotation mark that the page has nowhere
    absent_quote: float = 0.5  # “ or ” on a page that has none

    # --- ranking --------------------------------------------------------------------------------------------
    by_sequence: float = 0.7  # share of the language model's characters in the score
    by_word: float = 0.95  # share of its words
    mark: float = 4.0  # a mark that opens twice, closes nothing, or stands where only a word can
    open_end: float = 16.0  # a line that ends with an opening mark
    pause_after_speech: float = 4.0
    enclitic_after_speech: float = 6.0
    interjection: float = 3.0  # one that the page has nowhere else: the web that the model has read chats
    page_gain: float = 2.0  # for two, three or four characters in a row that the page has elsewhere
    # For 地 between an idiom and what is done so: four characters are all that the model sees. Set by hand.
    adverb_gain: float = 4.0
    connective_gain: float = 6.5  # for an adverb or conjunction that begins a sentence before a comma

    # --- when text counts as text, in nats per character ------------------------------------------------------
    in_step: float = -8.0  # above this, what follows a lost buffer is in step
    # Below these, what follows a separator is no text, by how many characters of it are there.
    silent_odd: tuple[float, ...] = (-11.5, -10.0, -9.5, -9.0)

    # --- how wide the search looks ----------------------------------------------------------------------------
    width: int = 16  # states kept after each token
    looked_at: int = 3  # times as many are ranked by the next byte
    beam_cutoff: float = 17.0  # nats behind the best way to read the bytes so far
    dead_end: float = 10.0  # nats against a state that only a dropped pair can save
    longest: int = 60  # tokens in a run
    unknown_in_a_row: int = 6  # tokens of question marks only: so many are somebody's own
    reach: int = 8  # characters of context on either side
    paragraphs: int = 4000  # characters above a line in which a mark can have been opened
    # Characters before and behind a run, at least, that are searched for its rows: all of a page, and not all of
    # a book, which would be read once for each row.
    nearby: int = 50_000
    guesses: int = 16  # characters tried for a lead byte of which nothing is known
    guesses_before_guess: int = 6  # the same where another such byte follows
    most_gaps: int = 3  # dropped pairs in a run
    gap_width: int = 5  # states of a token at which gaps are tried
    gap_firsts: int = 12  # ways to end the character before a gap,
    middles: int = 6  # to go over a whole one of which nothing is left,
    gaps_kept: int = 40  # and to go on after it
    finished: int = 200  # readings that have fallen into step and are compared
    rescored: int = 20  # candidates that the word list looks at,
    rescoring_cutoff: float = 15.0  # unless they are so many nats behind the best
    proved: int = 12  # candidates that are put to the proof
    candidates: int = 5  # shown in a finding


WEIGHTS = Weights()
