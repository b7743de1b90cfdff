"""``kernel``: compile a function with Numba and keep the machine code on disk, never stale.

Numba's own cache looks only at the file that holds a function. A kernel also contains the code of the kernels that it
calls and the constants that it names, so here its key is a hash of its file and of every file of the same package that
this file imports, directly or through others. Only modules that hold kernels import this one: it loads Numba.
"""

import ast
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib.util import resolve_name
from inspect import getfile
from pathlib import Path
from typing import Any, TypeVar, overload

from numba import njit
from numba.core.caching import FunctionCache, IndexDataCacheFile

Function = TypeVar("Function", bound=Callable[..., Any])


@overload
def kernel(function: Function, /) -> Function: ...
@overload
def kernel(*, fastmath: bool = ..., forceinline: bool = ...) -> Callable[[Function], Function]: ...


def kernel(function: Any = None, /, **options: Any) -> Any:
    """Compile with Numba: double precision, no GIL, IEEE division, cached on disk under all the sources it is made of.

    No entry for C is made, which nobody calls: that is an eighth of the compiling.
    Products and sums may be fused (``contract``): that only rounds less. No parallel loops: ``threads`` shares frames
    out among plain threads instead.
    ``forceinline=True`` is for small kernels called in an inner loop: a call of its own counts references to every
    array of a table that it is handed, which costs more than the arithmetic (measured: 75 against 24 microseconds
    for the 80 paths of one pose). Without a writable cache folder the function is compiled anew each time.
    """
    if function is None:
        return lambda wrapped: kernel(wrapped, **options)
    settings: dict[str, Any] = {
        "nogil": True,
        "error_model": "numpy",
        "no_cfunc_wrapper": True,
        "fastmath": {"contract"},
    } | options
    dispatcher: Any = njit(**settings)(function)
    with suppress(RuntimeError, OSError):  # no folder to write to, or no source file: works, but compiles every time
        dispatcher._cache = _tracking_cache(function)
    return dispatcher


def source_stamp(path: Path, module: str) -> str:
    """SHA-256 over the sources that a kernel in ``path``, imported as ``module``, can be made of."""
    top = module.partition(".")[0]
    root = path.resolve().parents[module.count(".") + (path.name == "__init__.py")]
    seen: set[Path] = set()
    waiting = [(path.resolve(), module)]
    while waiting:
        file, name = waiting.pop()
        if file in seen or not file.is_file():
            continue
        seen.add(file)
        for imported in _imports(file, name):
            if imported.partition(".")[0] == top:
                place = root.joinpath(*imported.split("."))
                waiting += [(place.with_suffix(".py"), imported), (place / "__init__.py", imported)]
    lines = (f"{file.relative_to(root).as_posix()} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in seen)
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


_stamp = cache(source_stamp)  # one for all kernels of a file: a process sees its sources as they were when it began


@cache
def _imports(file: Path, module: str) -> tuple[str, ...]:
    """Dotted names of the modules that ``file`` imports; imported names count, as they may be modules."""
    return tuple(_imported_names(ast.parse(file.read_bytes()), module, is_package=file.name == "__init__.py"))


def _imported_names(tree: ast.Module, module: str, *, is_package: bool) -> Iterator[str]:
    package = module if is_package else module.rpartition(".")[0]
    for node in _statements(tree.body):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = resolve_name("." * node.level + (node.module or ""), package) if node.level else node.module or ""
            yield origin
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements of a module outside its functions and classes: a kernel cannot import anything of its own."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            yield from _statements(inner for inner in ast.iter_child_nodes(node) if isinstance(inner, ast.stmt))


def _tracking_cache(function: Callable[..., Any]) -> Any:
    """Numba's cache of one function, under a stamp of all its sources."""
    numba_cache: Any = FunctionCache
    index_file: Any = IndexDataCacheFile
    found = numba_cache(function)
    stamp = _stamp(Path(getfile(function)), function.__module__)
    found._cache_file = index_file(found.cache_path, found._impl.filename_base, stamp)
    return found
