"""What site.py and test.py share: a .venv with the pinned packages, a browser, and sentences that help.

Standard library only, and it must parse on Python 3.6: on an old Python the message has to come out.
"""

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.txt"
OLDEST = (3, 11)

# Parts of what pip says when it cannot reach the index; its talk of "dependency resolution" is another matter.
NETWORK_WORDS = (
    "new connection",
    "connection refused",
    "connection reset",
    "connection aborted",
    "connection broken",
    "timed out",
    "name resolution",
    "name or service not known",
    "getaddrinfo",
    "unreachable",
    "proxyerror",
    "cannot connect to proxy",
    "sslerror",
    "certificate verify",
)
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
BROWSER_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


class Stop(Exception):
    """The work cannot go on; the text says why and what to do."""


def say(chinese: str, english: str) -> None:
    print(f"▸ {chinese} · {english}", flush=True)


def run_main(main: "object") -> None:
    """Run `main`, and turn what stops it into a sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a character shows "?" and nothing breaks
            stream.reconfigure(errors="replace")
    try:
        check_python()
        sys.exit(main())  # type: ignore[operator]
    except Stop as stop:
        sys.stderr.write("\n✗ " + str(stop) + "\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


def check_python() -> None:
    if sys.version_info >= OLDEST:
        return
    newer = [f"python3.{minor}" for minor in range(20, OLDEST[1] - 1, -1)]
    found = next((name for name in newer if shutil.which(name)), None)
    command = f"{found} scripts/{os.path.basename(sys.argv[0])}"
    now = platform.python_version()
    oldest = ".".join(map(str, OLDEST))
    raise Stop(
        f"这里的 Python 是 {now}，清源需要 {oldest} 或更新的版本。"
        + (f"请运行：{command}" if found else "请先安装新版 Python。")
        + f"\n  This is Python {now}; Qingyuan needs {oldest} or newer. "
        + (f"Run: {command}" if found else "Please install a newer Python first.")
    )


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment() -> "dict[str, str]":
    """The environment for programs of the .venv, which find each other first."""
    return dict(
        os.environ,
        NO_MKDOCS_2_WARNING="1",  # the theme's own switch: its notice is known, and the versions are pinned
        PATH=os.pathsep.join(filter(None, (str(venv_python().parent), os.environ.get("PATH")))),
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PYTHONUTF8="1",
        VIRTUAL_ENV=str(VENV),
    )


def call(*arguments: str) -> int:
    """Run a module of the .venv in the repository, output shown; its exit code."""
    return subprocess.call([str(venv_python()), *arguments], cwd=str(ROOT), env=environment())


def prepare(requirements: str) -> None:
    """A .venv that holds what the requirements file pins; nothing to do if it holds it already."""
    make_venv()
    install(ROOT / requirements)


def has_ensurepip() -> bool:
    # Asked in a new process: Debian may have just installed it, and this one remembers that it was missing.
    return subprocess.call([sys.executable, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL) == 0


def make_venv(can_be_made: "Callable[[], bool]" = has_ensurepip) -> None:
    if venv_python().exists() and _works(venv_python()):
        return
    if not can_be_made():
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not (apt_install("python3-venv") and can_be_made()):
            raise Stop(
                "这个 Python 不能建虚拟环境（缺少 venv/ensurepip）。在 Debian 或 Ubuntu 上请运行："
                f"sudo apt install python3-venv（或 {package}），然后再试一次。\n"
                "  This Python cannot make a virtual environment (no ensurepip). On Debian or Ubuntu run: "
                f"sudo apt install python3-venv (or {package}), then try again."
            )
    if VENV.exists():
        say("重建 .venv（原来的已不能用）", "making .venv anew: the old one does not run")
        shutil.rmtree(str(VENV))
    else:
        say("建立虚拟环境 .venv", "making the virtual environment .venv")
    if subprocess.call([sys.executable, "-m", "venv", str(VENV)]) != 0:
        shutil.rmtree(str(VENV), ignore_errors=True)
        raise Stop(
            f"没能建立 .venv，原因见上面。请检查磁盘空间和文件夹的写入权限：{ROOT}\n"
            f"  Could not make .venv; the reason stands above. Check disk space and permissions: {ROOT}"
        )


def _works(python: Path) -> bool:
    """Whether the .venv's interpreter still runs, and pip in it: both break when the system's Python goes."""
    code = f"import pip, sys; sys.exit(sys.version_info < {OLDEST!r})"
    try:
        return subprocess.call([str(python), "-c", code], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def install(requirements: Path) -> None:
    """What a requirements file pins, checked against its hashes, and then our own package, for which nothing is fetched."""
    files = _with_included(requirements)
    wanted = _digest(files)
    if STAMP.exists() and wanted in STAMP.read_text().split():
        return
    name = requirements.name
    say(f"安装 {name} 里的程序包（第一次要一两分钟）", f"installing what {name} pins")
    _pip_install("--require-hashes", "-r", str(_hashed(requirements)))
    _pip_install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    # Each included file is installed too: after the tests' packages there is nothing left to do for the site.
    done = {_digest(_with_included(file)) for file in files if not file.stem.endswith("-hashed")}
    STAMP.write_text("\n".join(sorted(done)) + "\n")


def _hashed(requirements: Path) -> Path:
    """The file that has the pins of a requirements file with their hashes (tools/pins.py)."""
    return requirements.with_name(requirements.stem + "-hashed.txt")


def _pip_install(*arguments: str) -> None:
    command = [str(venv_python()), "-m", "pip", "install", "--retries", "2", *arguments]
    if not sys.stdout.isatty():
        command.append("--quiet")
    process = subprocess.Popen(
        command,
        cwd=str(ROOT),
        env=environment(),
        stderr=subprocess.PIPE,
        universal_newlines=True,
        errors="replace",
    )
    complaints = []
    assert process.stderr is not None
    for line in process.stderr:
        sys.stderr.write(line)
        complaints.append(line.lower())
    if process.wait() != 0:
        offline = any(word in line for line in complaints for word in NETWORK_WORDS)
        if offline:
            raise Stop(
                "连不上软件源，程序包没有装上。请检查网络；需要代理时设置 HTTPS_PROXY，"
                "需要镜像时设置 PIP_INDEX_URL，然后再试一次。\n"
                "  The package index cannot be reached. Check the network; set HTTPS_PROXY for a proxy or "
                "PIP_INDEX_URL for a mirror, then try again."
            )
        if any("do not match the hashes" in line for line in complaints):
            raise Stop(
                "下载的程序包与这里登记的校验值不符，没有安装。软件源可能改过文件：请换一个软件源（PIP_INDEX_URL）再试一次。\n"
                "  What was downloaded is not what is pinned here, and nothing of it was installed. The index may "
                "have changed the file: set PIP_INDEX_URL to another one and try again."
            )
        raise Stop(
            "程序包没有装上，pip 的说明见上面。可以删掉 .venv 文件夹再试一次。\n"
            "  pip could not install the packages; its reason stands above. Delete .venv and try again."
        )


def _with_included(requirements: Path) -> "list[Path]":
    """The file and those that it includes with -r or -c."""
    files = [requirements, *filter(Path.exists, [_hashed(requirements)])]
    for line in requirements.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if len(words) > 1 and words[0] in ("-r", "-c"):
            files += _with_included(requirements.parent / words[1])
    return files


def _digest(files: "list[Path]") -> str:
    """What the installation depends on: pins, our own package's metadata, the interpreter, and the place."""
    digest = hashlib.sha256()
    for file in [*files, ROOT / "pyproject.toml"]:
        # Line ends differ between a Windows checkout and others; what is installed does not.
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    digest.update(repr((sys.version_info[:3], str(ROOT))).encode())
    return digest.hexdigest()


def apt_install(*packages: str) -> bool:
    """Install Debian packages; False where that is not for us to do."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say("用 apt 安装 " + " ".join(packages), "installing Debian packages")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install_command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.call(["apt-get", "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL)
    return subprocess.call(install_command, env=quiet, stdout=subprocess.DEVNULL) == 0


def has_library(name: str) -> bool:
    """Whether a shared library can be loaded: libatomic.so.1."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def find_browser() -> "str | None":
    """An installed Chrome, Chromium or Edge; `QINGYUAN_BROWSER` names another."""
    named = os.environ.get("QINGYUAN_BROWSER")
    if named:
        return named
    on_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    return on_path or next((place for place in BROWSER_PLACES if os.path.exists(place)), None)


def browser() -> str:
    """The browser for the tests, installed first where that is ours to do."""
    found = find_browser() or (find_browser() if apt_install("chromium", "fonts-noto-cjk") else None)
    if found is None:
        raise Stop(
            "测试要用浏览器，这里没有找到 Chrome、Chromium 或 Edge。请安装其中一个"
            "（Debian 或 Ubuntu：sudo apt install chromium），或用 QINGYUAN_BROWSER 指明它的位置。\n"
            "  The tests need a browser, and there is no Chrome, Chromium or Edge here. Install one "
            "(Debian or Ubuntu: sudo apt install chromium), or set QINGYUAN_BROWSER to its path."
        )
    return found
