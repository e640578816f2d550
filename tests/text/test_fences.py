"""Fenced blocks are those that the site's renderer sees."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tools.bench.shown_text import renderer

from qingyuan.text.fences import fences_of

LINES = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(("", "", "", "> ", ">", "  ", "    ", ">> ")),
        st.sampled_from(("```", "```", "~~~", "````", "甲", "")),
        st.sampled_from(("", "", "", "py", " py", ' title="甲"', " py x", "a`", " ")),
    ),
    max_size=9,
)


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_blocks_are_those_of_the_renderer(lines: list[str]) -> None:
    while stray := fences_of(lines).stray:
        lines = ["" if number in stray else line for number, line in enumerate(lines)]
    superfences = renderer().reset().preprocessors["fenced_code_block"]
    left = [line for line in superfences.run([*lines]) if "\x02" not in line]
    within = {number for first, last in fences_of(lines).blocks for number in range(first, last + 1)}
    assert [line for number, line in enumerate(lines) if number not in within] == left


def test_a_block_that_is_never_closed_hides_those_behind_it() -> None:
    fences = fences_of(["~~~\n", "```\n", "```\n", "````\n"])
    assert fences.stray == (0,)
    assert fences.blocks == ((1, 2),)
