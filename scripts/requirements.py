"""Print requirements of the project, one a line: ``base`` for its dependencies, or the name of an extra."""

import sys
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def requirements(groups: list[str]) -> list[str]:
    """Requirements of ``groups``; raises KeyError for an unknown one."""
    known = {"base": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    return [requirement for group in groups for requirement in known[group]]


if __name__ == "__main__":
    print("\n".join(requirements(sys.argv[1:])))
