"""The house of the design (§5), held: imports run one way, files are opened in four rooms, no room is too long."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from raw_articles import ROOT

SRC = ROOT / "src"
# From the ground up: a module imports from its own room and from those above it in this list.
LAYERS = (
    "extras",
    "text",
    "document",
    "view",
    "rule",
    "rule_names",
    "engine",
    "stages",
    "pipeline",
    "articles",
    "article",
    "report",
    "corpus",
    "site",
    "search",
    "commands",
    "__main__",
)
FACE = "qingyuan"  # clean, explain, fix_text: imports all on first use
OPEN_FILES = {"corpus", "search", "site", "commands"}
OPENING = {
    *("open", "fdopen", "read_text", "write_text", "read_bytes", "write_bytes", "touch", "mkdir", "unlink"),
    *("rename", "rmdir", "mkstemp", "NamedTemporaryFile", "TemporaryDirectory", "symlink_to"),
}
FROM_OS = {"replace", "remove", "rename", "makedirs", "rmdir", "scandir", "listdir", "link", "symlink"}
LONGEST = 500  # lines
REASON = re.compile(r"^Longer than 500 lines: \S", re.MULTILINE)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


DESIGN = (ROOT / "docs-dev" / "design.md").read_text(encoding="utf-8")
MODULES = {name_of(path): path for path in sorted(SRC.rglob("*.py"))}


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else FACE


def stage_of(module: str) -> str:
    return module.split(".")[2] if room_of(module) == "stages" and module.count(".") > 1 else ""


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def nodes_of(node: ast.AST, inside_functions: bool) -> Iterator[ast.AST]:
    """All that runs: not what is there for type checkers alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and not inside_functions:
            continue
        yield child
        yield from nodes_of(child, inside_functions)


def imports_of(module: str, inside_functions: bool = True) -> set[str]:
    """The modules of the package that a module imports."""
    found: set[str] = set()
    for node in nodes_of(tree_of(module), inside_functions):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in MODULES else str(node.module) for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name in MODULES} - {module}


def test_every_room_has_its_layer() -> None:
    assert {room_of(module) for module in MODULES} - {FACE} == set(LAYERS)


def wrong_way(module: str, imported: str) -> str:
    """Why a module must not import another one; empty if it may."""
    if room_of(imported) not in {*LAYERS[: LAYERS.index(room_of(module)) + 1], FACE}:
        return "it stands below"
    if room_of(imported) == "commands" and room_of(module) not in {"commands", "__main__"}:
        return "nothing knows the commands"
    if stage_of(module) and stage_of(imported) not in {"", stage_of(module)}:
        return "stages know nothing of one another"
    return ""


TREE = re.search(r"^```\nREADME.*?^```", DESIGN, re.DOTALL | re.MULTILINE)
IS_PATH = re.compile(r"[\w.-]*[./][\w./-]*")


def tree_of_the_design() -> Iterator[str]:
    """The paths that the tree of the design names, with `.py` where it names a module by its word, in its order."""
    assert TREE
    folders: list[str] = []  # those that the line stands in, the outermost first
    for line in TREE[0].splitlines()[1:-1]:
        heads, _, words = line.strip().partition("  ")
        paths = [head for head in (heads, *words.split("  ")) if IS_PATH.fullmatch(head)]
        if paths:
            depth = (len(line) - len(line.lstrip())) // 2
            folders = folders[:depth]
            yield from ("".join(folders) + path for path in paths)
            if len(paths) == 1 and paths[0].endswith("/"):
                folders.append(paths[0])
        else:  # a line that goes on with the folder above it
            words = line.strip()
        if folders[:1] == ["src/qingyuan/"] and (not paths or paths[0].endswith("/")):
            for word in words.partition(":")[0].split():
                yield "".join(folders) + (word if "." in word else f"{word}.py")


def test_the_design_names_every_module() -> None:
    named = list(tree_of_the_design())
    assert len(named) == len(set(named)), "named twice"
    assert [path for path in named if not (ROOT / path).exists()] == [], "named, and not there"
    there = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES.values()
        if path.name != "__init__.py" or path.parent == SRC / FACE
    }
    folders = {path.parent.relative_to(ROOT).as_posix() + "/" for path in MODULES.values()}
    assert (there | folders) - set(named) == set(), "there, and not named"


def test_the_design_has_the_rooms_in_the_order_of_their_imports() -> None:
    rooms = (Path(path).parts for path in tree_of_the_design() if path.startswith("src/qingyuan/"))
    in_order = dict.fromkeys(Path(parts[2]).stem for parts in rooms if len(parts) > 2)
    assert [room for room in in_order if room not in {"__init__", "data"}] == list(LAYERS)


def test_imports_run_one_way() -> None:
    arrows = [(module, imported) for module in MODULES if module != FACE for imported in imports_of(module)]
    assert len(arrows) > 300
    assert {arrow: why for arrow in arrows if (why := wrong_way(*arrow))} == {}


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("qingyuan.text.spans", "qingyuan.document"),
        ("qingyuan.search.site", "qingyuan.commands.app"),
        ("qingyuan.stages.repair.holes", "qingyuan.stages.strip.lines"),
    ],
)
def test_an_import_the_wrong_way_is_seen(module: str, imported: str) -> None:
    assert wrong_way(module, imported)


def test_face_imports_on_first_use_alone() -> None:
    assert imports_of(FACE, inside_functions=False) == set()


def test_imports_run_in_no_circle() -> None:
    finished: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, f"a circle: {' -> '.join([*path[path.index(module) :], module])}"
        if module not in finished:
            for imported in sorted(imports_of(module, inside_functions=False)):
                visit(imported, (*path, module))
            finished.add(module)

    for module in MODULES:
        visit(module, ())
    assert finished == set(MODULES)


def opens_a_file(call: ast.Call) -> bool:
    """Whether a call opens, writes or moves a file; data of the package itself is read through its resources."""
    function = call.func
    if isinstance(function, ast.Name):
        return function.id in OPENING
    if not isinstance(function, ast.Attribute):
        return False
    owner = ast.unparse(function.value)
    if owner in {"os", "shutil"}:
        return function.attr in FROM_OS | OPENING or owner == "shutil"
    return function.attr in OPENING and not re.match(r"files\('qingyuan[\w.]*'\)\.joinpath\(", owner)


def test_only_four_rooms_open_files() -> None:
    calls = [
        (module, node)
        for module in MODULES
        if room_of(module) not in OPEN_FILES
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Call)
    ]
    assert [
        f"{module}:{node.lineno} {ast.unparse(node)}" for module, node in calls if opens_a_file(node)
    ] == []


@pytest.mark.parametrize(
    ("call", "opens"),
    [
        ("open(path)", True),
        ("path.read_text()", True),
        ("path.open('rb')", True),
        ("os.replace(a, b)", True),
        ("os.fdopen(handle)", True),
        ("shutil.copy(a, b)", True),
        ("files('qingyuan').joinpath('data/language.bin').read_bytes()", False),
        ("files('elsewhere').joinpath('x').read_bytes()", True),
        ("text.replace('a', 'b')", False),
        ("dataclasses.replace(finding, step=1)", False),
    ],
)
def test_opening_a_file_is_seen(call: str, opens: bool) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    assert opens_a_file(node) is opens


def test_no_file_is_too_long_without_a_reason() -> None:
    long = set()
    for folder in ("src", "tools", "scripts", "hooks"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            reason = REASON.search(ast.get_docstring(ast.parse(text)) or "")
            if text.count("\n") > LONGEST and not reason:
                long.add(path.relative_to(ROOT).as_posix())
    assert long == set()


@cache
def modules_of_distributions() -> dict[str, set[str]]:
    """By module the packages that bring it, as pyproject.toml spells them."""
    found = importlib.metadata.packages_distributions()
    return {module: {name.lower().replace("_", "-") for name in names} for module, names in found.items()}


def distributions(module: str) -> set[str]:
    return modules_of_distributions().get(module, set())


def declared_dependencies() -> set[str]:
    """The packages of pyproject.toml, those of its extras too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(each for extra in extras for each in extra)]
    return {re.split(r"[<>=!~\[; ]", each)[0].lower().replace("_", "-") for each in wanted} - {"qingyuan"}


def test_every_declared_dependency_is_used_and_the_other_way_round() -> None:
    declared = declared_dependencies()
    imported = set()
    for path in [*SRC.rglob("*.py"), *(ROOT / "hooks").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(str(node.module).split(".")[0])
    # Jinja comes with MkDocs and is part of its interface: hooks are handed its objects, and give it its strings.
    imported -= {*sys.stdlib_module_names, "qingyuan", "jinja2", "markupsafe"}
    for module in imported:
        assert distributions(module) & declared, f"{module} is imported and not declared"
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = {module for module in ("material", "pymdownx") if re.search(rf"\b{module}\b", settings)}
    unused = declared - {name for module in imported | named for name in distributions(module)}
    assert unused == set(), "declared, and used nowhere"


POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{\{?[0-9,]+\}\}?)\+(?!\+)")


def test_groups_are_atomic_and_not_possessive() -> None:
    """Before Python 3.11.5 a possessive quantifier on a group with choices in it matches wrongly: `(?>(?:…)*)`."""
    assert not [
        module
        for module, path in MODULES.items()
        if POSSESSIVE_GROUP.search(path.read_text(encoding="utf-8"))
    ]
