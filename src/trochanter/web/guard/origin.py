"""Whether a request comes from our own page: no other site may make a browser send one, beyond a link that leads here.

Browsers say where a request comes from. What changes something: F. Valsorda (2025), https://words.filippo.io/csrf. What
reads: a page of another program on another port of this computer is the same site to a browser, which sends it the
cookie along; so only what somebody follows into the address bar is answered (W3C Fetch Metadata, 2021).
"""

from collections.abc import Mapping

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})


def is_own(method: str, headers: Mapping[str, str], scheme: str = "http") -> bool:
    """Whether a request may go on: from the same origin, or from no browser; from elsewhere only a link to a page.

    >>> is_own("POST", {"sec-fetch-site": "cross-site"}), is_own("POST", {"sec-fetch-site": "same-origin"})
    (False, True)
    >>> is_own("POST", {"origin": "http://127.0.0.1:9", "host": "127.0.0.1:8"})
    False
    >>> is_own("GET", {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"})
    False
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN_SITES or (method in SAFE_METHODS and _is_followed(headers))
    origin = headers.get("origin")
    return method in SAFE_METHODS or origin is None or origin == f"{scheme}://{headers.get('host', '')}"


def _is_followed(headers: Mapping[str, str]) -> bool:
    """Whether somebody follows a link, so that the answer is a page of its own and no part of another one."""
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
