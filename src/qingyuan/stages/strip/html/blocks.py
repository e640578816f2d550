"""Which of a page's blocks are its article, and what the others are."""

from __future__ import annotations

import re

from lxml import etree

from qingyuan.stages.strip.html.segment import Block

NAMED = re.compile(
    r"""(?:^|[\s_\-])(?:
        (?P<navigation> nav(?:bar|igation)? | menu | bread-?crumbs? | crumbs? | location | position |
          path | pager | pagination | prev-?next | page-?nav )
      | (?P<header> header | top-?bar | site-?head | masthead | head-?top | topnav )
      | (?P<footer> footer | foot | copyright | bottom-?bar | site-?foot | friend-?links? )
      | (?P<related> side-?bar | aside | related | recommend\w* | relate | hot | rank\w* | latest |
        random | widget | guess | more-?list )
      | (?P<share> share | social | qr-?code | follow | like | praise | tool-?bar )
      | (?P<comment> comments? | reply | replies | respond )
      | (?P<advertisement> ads? | advert\w* | sponsor | promo\w* | banner | app-?down\w* | app-?tip |
        open-?app )
      | (?P<dialog> pop-?up | modal | cookie\w* | login | search\w* )
    )(?:$|[\s_\-\d])""",
    re.VERBOSE | re.IGNORECASE,
)


def reasons(root: etree._Element, blocks: list[Block]) -> list[str]:
    """Of each block why it is left out of the article; nothing for those that are the article."""
    return [_named(block.owner) for block in blocks]


def _named(element: etree._Element | None) -> str:
    while element is not None:
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.tag}"
        if found := NAMED.search(names):
            return next(name for name, value in found.groupdict().items() if value)
        element = element.getparent()
    return ""
