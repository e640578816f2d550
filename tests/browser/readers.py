"""A reader at a browser: the page, and what it asked of whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page


@dataclass
class Reader:
    """A page in the browser, and what it did: the requests it made, the complaints of the browser."""

    page: Page
    base: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def goto(self, path: str = "") -> Page:
        self.page.goto(self.base + path, wait_until="load")
        return self.page

    @property
    def foreign(self) -> list[str]:
        return [url for url in self.requests if not url.startswith((self.base, "data:", "blob:"))]


def new_reader(chromium: Browser, base: str, width: int = 1280, scheme: str = "light") -> Reader:
    context = chromium.new_context(
        viewport={"width": width, "height": 844 if width < 600 else 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
        reduced_motion="reduce",  # what slides in or fades is measured where it ends
    )
    reader = Reader(context.new_page(), base)
    reader.page.on("request", lambda request: reader.requests.append(request.url))
    reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
    reader.page.on(
        "console",
        lambda message: reader.complaints.append(message.text) if message.type == "error" else None,
    )
    return reader
