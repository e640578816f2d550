"""Pages that fail: their readers are told so, all others are built, and the build ends with a code that says it.

MkDocs ends at the first page that cannot be rendered, and has no event around the rendering; so the `render`
of each page and of each template is wrapped.
"""

from __future__ import annotations

import logging
from typing import Any

import jinja2
from mkdocs.exceptions import Abort
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from qingyuan.text.markdown import first_heading

log = logging.getLogger("mkdocs.hooks.broken_pages")

EXIT_CODE = 3
"""The site is complete but for pages that say that they failed; 1 and 2 are MkDocs' own codes."""

TITLE = "这一页暂时不能显示"
EXPLANATION = "生成这一页时出了错，编辑会来修。可以先从主题或搜索里找别的文章。"
# Not in the search: what it says is about no article.
CONTENT = f"<div data-search-exclude><h1>{TITLE}</h1><p>{EXPLANATION}</p></div>"
BARE = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{TITLE}</title>{CONTENT}</html>'
"""Where the frame of the site is what fails."""


class PagesFailed(Abort):
    """The end of a build that wrote all files, with pages that failed among them."""

    code = exit_code = EXIT_CODE


class BrokenPages:
    """One build of a site, and the pages that failed in it."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def _note(self, page: Page, error: Exception) -> None:
        self.failed.append(page.file.src_uri)
        log.error(
            "docs/%s\n          这一页没有生成出来，已换成一句说明，其余各页照常：%s: %s",
            page.file.src_uri,
            type(error).__name__,
            error,
        )

    def guard(self, page: Page) -> None:
        """Let a page whose Markdown cannot be rendered say so instead of ending the build."""
        render = page.render

        def render_or_say(*args: Any, **kwargs: Any) -> None:
            try:
                render(*args, **kwargs)
            except Exception as error:
                self._note(page, error)
                page.content = CONTENT
                # The rendering would have found it; lists would show the name of the file.
                if title := first_heading(page.markdown or ""):
                    page.meta.setdefault("title", title)

        setattr(page, "render", render_or_say)  # noqa: B010 (a type checker takes no assignment to a method)

    def guard_templates(self, env: jinja2.Environment, files: Files) -> jinja2.Environment:
        """`env`, whose templates give a page that says so where they fail for a page."""
        for file in files.documentation_pages():
            if file.page is not None:
                self._drop_missing_template(file.page, env)
        env.template_class = self._guarded(env.template_class)
        return env

    def _drop_missing_template(self, page: Page, env: jinja2.Environment) -> None:
        template = page.meta.get("template")
        try:
            if template is not None:
                env.get_template(template)
        except (jinja2.TemplateError, TypeError, AttributeError):
            del page.meta["template"]
            log.warning(
                "docs/%s\n          没有名为「%s」的模板，已忽略 template。", page.file.src_uri, template
            )

    def _guarded(self, stock: type[jinja2.Template]) -> type[jinja2.Template]:
        note = self._note

        class Guarded(stock):  # type: ignore[misc, valid-type] # the class that the environment has
            def render(self, *args: Any, **kwargs: Any) -> str:
                try:
                    return str(super().render(*args, **kwargs))
                except Exception as error:
                    context = dict(*args, **kwargs)
                    if context.get("page") is None:
                        raise
                    note(context["page"], error)
                    return _told(self.environment, stock, context)

        return Guarded

    def end(self) -> None:
        """End a build that is otherwise complete; raises `PagesFailed` if a page failed."""
        if self.failed:
            raise PagesFailed(f"网站已生成，但有 {len(self.failed)} 页没有生成出来：{'、'.join(self.failed)}")


def _told(env: jinja2.Environment, stock: type[jinja2.Template], context: dict[str, Any]) -> str:
    """The page of the site that stands in place of one whose template failed, as plain as need be."""
    page = context["page"]
    content, meta = page.content, page.meta
    # What failed may lie in these.
    page.content, page.meta = CONTENT, {}
    try:
        return stock.render(env.get_template("main.html"), {**context, "catalog": env.undefined("catalog")})
    except Exception:
        return BARE
    finally:
        page.content, page.meta = content, meta
