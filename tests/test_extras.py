"""What works without the extras, and what is said where one is missing."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib

import pytest
from raw_articles import ROOT

from qingyuan.extras import MODULES

HTML = "'<html><body><p>逾期</p></body></html>'"


def run(code: str, *missing: str) -> subprocess.CompletedProcess[str]:
    """Python with `code`, in an environment in which some modules are not installed."""
    hidden = "import sys\n" + "".join(f"sys.modules[{name!r}] = None\n" for name in missing)
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-c", hidden + code],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=environment,
    )


ALL = sorted(set().union(*MODULES.values()))


def test_text_needs_no_extra() -> None:
    code = """
import qingyuan
print(qingyuan.fix_text("浣犲ソ"), qingyuan.clean("支付寶逾期以後。\\n\\n詳情請加微信 ab12345678\\n\\n還款。").split())
print(qingyuan.clean_bytes("還款".encode("big5")).strip())
"""
    done = run(code, *ALL)
    assert done.stderr == ""
    assert done.stdout.split("\n")[:2] == ["你好 ['支付宝逾期以后。', '还款。']", "还款"]


@pytest.mark.parametrize("missing", ["bs4", "lxml", "numpy"])
def test_a_web_page_needs_the_extra_for_html(missing: str) -> None:
    done = run(f"import qingyuan\nqingyuan.clean({HTML})", missing)
    assert done.returncode == 1
    assert done.stderr.rstrip("\n").endswith(
        f'To read a web page, install the packages for it: pip install "qingyuan[html]" ({missing} is missing).'
    )


@pytest.mark.parametrize("missing", ["rich", "typer"])
def test_the_command_line_says_what_it_needs(missing: str) -> None:
    done = run("import runpy\nrunpy.run_module('qingyuan', run_name='__main__', alter_sys=True)", missing)
    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "qingyuan[cli]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_another_fault_is_not_taken_for_a_missing_package() -> None:
    done = run(
        "from qingyuan.extras import wanted\nwith wanted('html', 'read'):\n    import qingyuan.nonsuch\n"
    )
    assert "ModuleNotFoundError: No module named 'qingyuan.nonsuch'" in done.stderr
    assert "pip install" not in done.stderr


def test_each_extra_brings_the_modules_it_is_named_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {
        name: {re.split(r"[<>=!~\[; ]", each)[0].lower() for each in packages}
        for name, packages in project["optional-dependencies"].items()
    }
    packages = {
        "bs4": "beautifulsoup4",
        "jinja2": "mkdocs",
        "markupsafe": "mkdocs",
    }
    for name, modules in MODULES.items():
        assert {packages.get(module, module) for module in modules} <= extras[name]


def test_imports_of_an_extra_stand_where_the_text_cannot_reach_them() -> None:
    """`clean` of a text imports nothing of an extra at the top of a module."""
    reached = run("import sys, qingyuan\nqingyuan.clean('还款。')\nprint(*sys.modules)").stdout.split()
    source = ROOT / "src"
    for name in (each for each in reached if each.startswith("qingyuan")):
        path = source.joinpath(*name.split("."))
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            assert not {each.partition(".")[0] for each in names} & set(ALL), f"{name}: {names}"
