"""Restored words on the page: a reader can always tell what the source did not say."""

PLAIN = '<ins class="restored">'
EXPLAINED = '<ins class="restored" title="原文缺字，已补">'


def explain_restored(html: str) -> str:
    """Give restored words the title that says so.

    >>> explain_restored('问<ins class="restored">题</ins>')
    '问<ins class="restored" title="原文缺字，已补">题</ins>'
    """
    return html.replace(PLAIN, EXPLAINED)
