"""Strip: what was added around the article goes, what the page knew about it becomes metadata."""

from qingyuan.rule import Rule
from qingyuan.stages.strip.byline import BYLINE
from qingyuan.stages.strip.contact.rule import CONTACT
from qingyuan.stages.strip.cutting import CONTACT_KINDS, is_contact_line
from qingyuan.stages.strip.front_matter import FRONT_MATTER
from qingyuan.stages.strip.html.rule import HTML
from qingyuan.stages.strip.masking import mask
from qingyuan.stages.strip.notices.rule import BOILERPLATE
from qingyuan.stages.strip.paging import CONTENTS, PAGE_MARKS
from qingyuan.stages.strip.personal.rule import PERSONAL, hide_personal
from qingyuan.stages.strip.related import RELATED
from qingyuan.stages.strip.title import REPEATED_TITLE, TITLE

STRIP: tuple[Rule, ...] = (
    FRONT_MATTER,  # first: the text begins below it, and may be a web page
    HTML,  # before all that follow: each reads lines, not markup
    CONTENTS,  # before all that read headings and rows of titles
    PAGE_MARKS,  # before what judges lines by their neighbors: pages break into them
    RELATED,  # before boilerplate: a block is known by its heading, which boilerplate would take away
    BYLINE,  # before boilerplate: it reads the counters that the other only removes
    CONTACT,
    BOILERPLATE,
    PERSONAL,  # after contact: of lines that go nothing needs hiding; before title, which is captured hidden
    TITLE,  # what is left on top once banners, contact and by-lines are gone
    REPEATED_TITLE,  # needs the title
)

__all__ = ["CONTACT_KINDS", "STRIP", "hide_personal", "is_contact_line", "mask"]
