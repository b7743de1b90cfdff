"""The house itself: what an import costs, what the package holds, how its code is built."""

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import tomllib
from importlib import metadata, resources
from pathlib import Path

import pytest

import trochanter
from trochanter.core.errors import TrochanterError

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 400, 60
HEAVY = ("numba", "lxml", "matplotlib", "scipy", "fastapi", "sqlalchemy", "pydantic", "typer", "opensim")
# Folders of users and machines (ann and lab are nobody), addresses of package indexes: none belongs into a public file.
PRIVATE = re.compile(
    r"(?<![\w.$])/(?:home/(?!(?:ann|lab)/)|root/|Users/|work/|private/|opt/)\w|[A-Z]:\\Users\\|(?:pypi|files\.pythonhosted|registry\.npmjs)\.org"
)


def modules() -> list[str]:
    """Names of all modules of the package."""
    found = pkgutil.walk_packages(trochanter.__path__, "trochanter.")
    return sorted(module.name for module in found if not module.name.endswith("__main__"))


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = f"import sys, trochanter; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"


def test_version_is_one() -> None:
    assert metadata.version("trochanter") == trochanter.__version__
    assert f"\nversion: {trochanter.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_dependencies_fit_together() -> None:
    check = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr


def test_the_command_answers() -> None:
    run = [sys.executable, "-m", "trochanter", "--version"]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    assert said == f"trochanter {trochanter.__version__}\n"


def test_installed_package_holds_all_its_files() -> None:
    installed = Path(str(resources.files("trochanter")))
    for file in (ROOT / "src" / "trochanter").rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            copy = installed / file.relative_to(ROOT / "src" / "trochanter")
            assert copy.read_bytes() == file.read_bytes(), f"{copy} differs from {file}: run make"


def test_rooms_import_only_upstream() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    command = [sys.executable, str(tool), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contract_of_rooms_can_fail(tmp_path: Path) -> None:
    for room, code in {"core": "import trochanter.cli", "cli": "", "luck": ""}.items():
        folder = tmp_path / "trochanter" / room
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(code)
    (tmp_path / "trochanter" / "__init__.py").touch()
    contract = PROJECT["tool"]["importlinter"]["contracts"][0]
    rooms = "\n    ".join(["(" + room + ")" for room in contract["layers"]])
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_package = trochanter\n[importlinter:contract:rooms]\nname = rooms\ntype = layers\n"
        f"containers =\n    trochanter\nlayers =\n    {rooms}\n"
    )
    tool = Path(sys.executable).with_name("lint-imports")
    command = [sys.executable, str(tool), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "trochanter.core is not allowed to import trochanter.cli" in done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_modules_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def test_all_modules_import_and_say_what_they_are() -> None:
    for name in modules():
        assert importlib.import_module(name).__doc__, name


def test_errors_are_one_family() -> None:
    for name in modules():
        for member in vars(importlib.import_module(name)).values():
            if (
                inspect.isclass(member)
                and issubclass(member, Exception)
                and member.__module__.startswith("trochanter.")
            ):
                assert issubclass(member, TrochanterError), f"{name}.{member.__name__}"


def test_constraints_are_exact_and_without_addresses() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9A-Za-z.]+", pin) for pin in pins)
    assert not [line for line in lines if "://" in line or "--" in line]
    assert len({pin.split("==")[0].lower().replace("_", "-") for pin in pins}) == len(pins)


def test_every_installed_version_is_the_one_of_the_constraints() -> None:
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE))
    pinned = {name.lower().replace("_", "-"): version for name, version in pins.items()}
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]]
    for requirement in asked:
        name = re.split(r"[^\w.-]", requirement)[0]
        assert pinned[name.lower()] == metadata.version(name), name


@pytest.mark.needs("git-checkout")
def test_no_public_file_names_a_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    found = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and path != Path(__file__):
            text = path.read_bytes().decode("utf-8", errors="replace")
            found += [f"{name}: {match.group()}" for match in PRIVATE.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    "parts",
    [
        ("see ", "home", "anna", "data"),
        ("", "home", "abe", "x"),
        ("", "work", "x"),
        ("cd ", "opt", "x"),
        ("https:/", "pypi" + ".org", "simple"),
    ],
)
def test_a_machine_would_be_noticed(parts: tuple[str, ...]) -> None:
    assert PRIVATE.search("/".join(parts))


def test_a_folder_of_windows_would_be_noticed() -> None:
    drive = "C:"
    assert PRIVATE.search(rf"{drive}\Users\anna")


@pytest.mark.parametrize(
    "parts", [("", "bodyset", "femur_r"), ("..", "work", "x"), ("path", "to", "home", "x"), ("tests", "opt", "x")]
)
def test_a_path_of_a_model_is_no_machine(parts: tuple[str, ...]) -> None:
    assert not PRIVATE.search("/".join(parts))


def test_the_example_of_the_readme_runs(tmp_path: Path) -> None:
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    run = [sys.executable, "-W", "error", "-c", code.group(1)]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "report.html").is_file()


def test_documents_are_there() -> None:
    wanted = "README.md CONTRIBUTING.md CHANGELOG.md LICENSE NOTICE CITATION.cff SECURITY.md docs/conventions.md"
    assert [name for name in wanted.split() if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/README.md", "docs/conventions.md"]
)
def test_links_between_documents_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
