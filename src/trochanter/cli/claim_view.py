"""One popular claim on the terminal: ``trochanter muscles --claim N``."""

from trochanter.cli.progress import tell, tell_if_compiling


def show_claim(number: str, *, as_json: bool) -> None:
    """Print what is claimed, what the literature says and what was computed; raises BadSetting for an unknown claim.

    number: 1 to 172, or a part such as '19a'. Computing a claim about running takes some seconds.
    """
    from trochanter.anatomy.claims import claim
    from trochanter.reporting.claims import claim_json, claim_text

    found = claim(number)
    tell_if_compiling()
    tell(f"claim {found.name}")
    print(claim_json(number) if as_json else claim_text(number))
