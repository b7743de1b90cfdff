"""A report as a page of its own: in a sandbox, with the package's own script and nothing else."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

from starlette.responses import HTMLResponse

from trochanter.reporting.look import asset

# What a page may say of how it is served, beside a policy: above all that it goes elsewhere after some seconds.
_LEAVES = re.compile(r"http-equiv(?!=\"Content-Security-Policy\")", re.IGNORECASE)


@cache
def policy() -> str:
    """What such a page may do: its styles, the script that this package puts into reports, pictures inside it."""
    script = b64encode(sha256(asset("style/report.js").encode()).digest()).decode()
    return "; ".join((
        "default-src 'none'", "style-src 'unsafe-inline'", f"script-src 'sha256-{script}'", "img-src data:",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'",
        "sandbox allow-scripts allow-downloads allow-popups",
    ))  # fmt: skip


def alone(html: str) -> HTMLResponse:
    """The report as it was written, but for what would lead away from it by itself."""
    return HTMLResponse(
        _LEAVES.sub("data-gone", html), headers={"content-security-policy": policy(), "x-frame-options": "SAMEORIGIN"}
    )
