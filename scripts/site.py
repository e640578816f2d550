#!/usr/bin/env python3
"""Prepare, clean the corpus, build the site, and serve it on this machine.

python3 scripts/site.py                 then open the address it prints
python3 scripts/site.py --port 8080     on another port
python3 scripts/site.py --build-only    leave the result in site/ and end
python3 scripts/site.py --live          rebuild whenever a file under docs/ is saved
"""

import argparse
import errno
import http.server
import os
import socketserver
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from scripts._prepare import ROOT, Stop, call, prepare, run_main, say

HOST = "127.0.0.1"
SITE = ROOT / "site"
PAGES_FAILED = 3
"""How MkDocs ends where single pages failed and say so, as in qingyuan/site/broken.py: the site is there."""


class Pages(http.server.SimpleHTTPRequestHandler):
    """The built site, with its own page for addresses that do not exist."""

    extensions_map = {  # noqa: RUF012 - Windows takes types from the registry, where .js may be anything
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
    }

    def send_error(self, code: int, message: "str | None" = None, explain: "str | None" = None) -> None:
        page = SITE / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # the next build is seen at once
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    # On Windows this would let two servers share a port; elsewhere it only skips the wait after a stop.
    allow_reuse_address = os.name != "nt"


def hold_port(port: int) -> Server:
    """A server that holds the port without answering yet: a taken port is told before the work, not after."""
    server = Server((HOST, port), partial(Pages, directory=str(SITE)), bind_and_activate=False)
    try:
        server.server_bind()
    except OverflowError:
        raise Stop("端口号要在 0 到 65535 之间。\n  A port is a number from 0 to 65535.") from None
    except OSError as error:
        server.server_close()
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        other = f"python3 scripts/site.py --port {port + 1 if 1024 <= port < 65535 else 8000}"
        raise Stop(
            f"端口 {port} 不能用：别的程序正在用它，或者没有权限。换一个再试：{other}\n"
            f"  Port {port} is taken or not allowed. Try another: {other}"
        ) from None
    return server


def port_of(server: Server) -> int:
    return int(server.server_address[1])


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Clean the corpus, build the site and serve it on this machine. "
        "准备环境，清理语料，构建网站，并在本机预览。"
    )
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000) · 端口")
    parser.add_argument("--build-only", action="store_true", help="end after the build · 构建完就结束")
    parser.add_argument("--live", action="store_true", help="rebuild on every save · 保存文件后自动更新")
    options = parser.parse_args()

    server = None if options.build_only else hold_port(options.port)
    prepare("requirements.txt")

    say("清理语料 corpus/raw → docs/articles", "cleaning the corpus")
    if call("-m", "qingyuan", "clean") > 1:  # 1 means findings for a person: the site is built with them
        raise Stop("清理没有完成，原因见上面。\n  The corpus could not be cleaned; the reason stands above.")

    say("检查文章", "checking the articles; what is found does not stop the build")
    call("-m", "qingyuan", "check")

    if server is not None and options.live:
        server.server_close()
        return call("-m", "mkdocs", "serve", "--dev-addr", f"{HOST}:{port_of(server)}")

    say("构建网站 docs → site", "building the site")
    code = call("-m", "scripts._build")
    if code not in (0, PAGES_FAILED):
        raise Stop("网站没有构建成功，原因见上面。\n  The site could not be built; the reason stands above.")
    if server is None:
        say(f"网站在 {_shown(SITE)}", "the site is in site/")
        return 1 if code else 0
    server.server_activate()
    say(f"请打开 http://{HOST}:{port_of(server)}/ ，按 Ctrl+C 结束", "open it; Ctrl+C ends")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 1 if code else 0


def _shown(path: Path) -> str:
    try:
        return os.path.relpath(str(path))
    except ValueError:  # another drive on Windows
        return str(path)


if __name__ == "__main__":
    run_main(main)
