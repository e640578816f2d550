#!/usr/bin/env python3
"""Prepare as site.py does, with the test tools and a browser, then check and test everything.

python3 scripts/test.py                   all of it
python3 scripts/test.py -k restore -x     arguments go on to pytest
"""

import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from scripts._prepare import apt_install, browser, call, has_library, prepare, run_main, say

CHECKS = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
)


def main() -> int:
    if {"-h", "--help"} & set(sys.argv[1:]):
        print(__doc__)
        return 0
    prepare("requirements-dev.txt")
    os.environ["QINGYUAN_BROWSER"] = browser()
    # Where these are not for us to install, the tests that want them say so and are skipped; not on CI.
    if sys.platform == "linux" and not has_library("libatomic.so.1"):
        apt_install(
            "libatomic1"
        )  # the browser's driver and Node.js need it, and no package of Python brings it
    if shutil.which("groonga") is None:
        apt_install("groonga-bin")
    say("浏览器 " + os.environ["QINGYUAN_BROWSER"], "browser for the tests")
    failed = []
    for name, command in CHECKS:
        say("检查 " + name, "checking")
        if call(*command) != 0:
            failed.append(name)
    if failed:
        # Said before the tests, so that pytest's own closing line stays the last one.
        say("没有通过：" + "、".join(failed), "failed, the exit code will say so; the tests follow")
    say("测试 pytest", "running the tests")
    # A process a core; who ends up idle takes tests from the other, since those with a browser take longest.
    spread = ("-n", str(os.cpu_count() or 1), "--dist", "worksteal")
    code = call("-m", "pytest", *spread, *sys.argv[1:])
    return code or bool(failed)


if __name__ == "__main__":
    run_main(main)
