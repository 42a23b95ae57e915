"""Compiles the engine's kernels once and keeps them, because a kernel costs seconds to compile and none to load.

Numba asks only whether the kernel's own file changed; a kernel that calls one of another file would
silently stay as it was. So the folder of compiled kernels carries a digest of the engine's whole source.
"""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

_HERE = Path(__file__).parent
Kernel = TypeVar("Kernel", bound=Callable[..., Any])


@cache
def _kernel_folder() -> str:
    digest = sha256()
    for path in sorted(_HERE.rglob("*.py")):
        digest.update(path.read_bytes())
    return str(_HERE / "__pycache__" / f"kernels-{digest.hexdigest()[:16]}")


def compiled(kernel: Kernel) -> Kernel:
    """A kernel as machine code; it leaves the interpreter free for a second thread while it runs.

    No fast-math and no parallel reductions: equal input gives equal output on every machine.
    """
    config: Any = numba.config  # its names are set at run time
    before = config.CACHE_DIR
    if not before:  # whoever named a folder by NUMBA_CACHE_DIR keeps it
        config.CACHE_DIR = _kernel_folder()
    try:
        return cast(Kernel, numba.njit(cache=True, nogil=True)(kernel))
    finally:
        config.CACHE_DIR = before
