"""Servers that send a site as its hosts do: for the search bench."""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

COMPRESSED = {".html", ".js", ".json", ".css", ".svg", ".txt", ".xml"}
# A phone network: what a response waits, and how many bytes pass in a second.
LATENCY, BANDWIDTH = 0.04, 10_000_000 / 8


@dataclass
class Traffic:
    """What a server sent."""

    slow: bool = False
    sent: list[tuple[str, int]] = field(default_factory=list)


@contextlib.contextmanager
def served(folder: Path, traffic: Traffic) -> Iterator[str]:
    """Serve a folder as a host does: compressed, with validators."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # No host waits for more to send: with it, headers and body would come 40 ms apart.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            if path.is_dir():
                path /= "index.html"
            if not path.is_file():
                self.send_error(404)
                return
            body = path.read_bytes()
            self.send_response(200)
            if path.suffix in COMPRESSED:
                body = _compressed(path)
                self.send_header("Content-Encoding", "gzip")
            if traffic.slow:
                time.sleep(LATENCY + len(body) / BANDWIDTH)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            self.end_headers()
            traffic.sent.append((self.path, len(body)))
            # The browser may have left meanwhile.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


NGINX = """
daemon off; worker_processes 1; pid {run}/pid; error_log {run}/errors; {user}
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    access_log off; charset utf-8; sendfile on; tcp_nopush on; keepalive_timeout 60s;
    gzip on; gzip_types *; gzip_comp_level 5; gzip_min_length 256;
    server {{
        listen 127.0.0.1:{port} ssl http2;
        ssl_certificate {run}/certificate.pem; ssl_certificate_key {run}/key.pem;
        root {folder}; index index.html; add_header Cache-Control max-age=600;
    }}
}}
"""


@contextlib.contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Serve a folder with nginx, compressed and over HTTP/2."""
    with tempfile.TemporaryDirectory() as name:
        run = Path(name)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
        certificate = ["-keyout", str(run / "key.pem"), "-out", str(run / "certificate.pem")]
        subprocess.run(
            [
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=127.0.0.1",
                *certificate,
            ],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        user = "user root;" if os.geteuid() == 0 else ""
        (run / "nginx.conf").write_text(NGINX.format(run=run, user=user, port=port, folder=folder))
        nginx = subprocess.Popen(["nginx", "-c", str(run / "nginx.conf")], stderr=subprocess.DEVNULL)
        try:
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.05)
            yield f"https://127.0.0.1:{port}/"
        finally:
            nginx.terminate()
            nginx.wait()


@functools.cache
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)
