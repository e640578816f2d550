"""The flow, as one tuple: the order of the stages stands here and nowhere else."""

from __future__ import annotations

from qingyuan.engine import Stage
from qingyuan.rule import Rule
from qingyuan.stages.convert import CONVERT, script_of
from qingyuan.stages.decode.line_ends import DECODE
from qingyuan.stages.normalize import NORMALIZE
from qingyuan.stages.repair import REPAIR
from qingyuan.stages.restore import RESTORE
from qingyuan.stages.strip import STRIP
from qingyuan.stages.structure import PARAGRAPHS, STRUCTURE
from qingyuan.stages.structure.markup import MARKUP, WRITTEN_MARKUP

PIPELINE: tuple[Stage, ...] = (
    Stage("decode", DECODE),  # bytes end here; every later rule may rely on \n as the only line end
    Stage("repair", REPAIR),  # before all that rewrites text: width, spaces and script are its evidence
    Stage("strip", STRIP),  # while lines still stand as the page had them, and disguises as they were written
    # after strip: what is dropped needs no conversion
    Stage("convert", CONVERT, notes={"script": script_of}),
    # before normalize: it drops the indents that tell paragraphs, and looks at marks by the line
    Stage("structure", PARAGRAPHS),
    Stage("normalize", NORMALIZE),  # after convert: one script, one set of neighbors to look at
    Stage("structure", STRUCTURE),  # it reads colons and numbers in full-width, Simplified text
    Stage("restore", RESTORE),  # last: its marks would hide the words that structure reads (decision 0003)
)

OPENING: tuple[Stage, ...] = (
    Stage("structure", (WRITTEN_MARKUP,)),  # before them: what the ending wrote is no evidence for repair
)
ENDING: tuple[Stage, ...] = (
    Stage("structure", (MARKUP,)),  # once, behind the loop: repair would open again what this escapes
)
RULES: tuple[Rule, ...] = tuple(rule for stage in (*OPENING, *PIPELINE, *ENDING) for rule in stage.rules)
"""Every rule there is, in the order in which they act."""
