"""``trochanter whatif``: the same movement with other muscles, another pelvis or another thigh bone."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.options import folder_named, usable_folder
from trochanter.cli.progress import Clock, tell, tell_if_compiling
from trochanter.cli.scenario_options import typed_scenario
from trochanter.core.errors import BadSetting

if TYPE_CHECKING:
    from trochanter.mechanics.sampled_what_if import SampledWhatIf
    from trochanter.mechanics.scenario import Scenario
    from trochanter.mechanics.what_if import WhatIf

TOLD_SAMPLES = 200
PAIR = "MUSCLE=NUMBER"
MUSCLES, BONES, RESULTS = "Muscles (repeat for several)", "Pelvis and thigh bone", "Results"

Weaken = Annotated[
    list[str] | None,
    typer.Option(
        "--weaken", metavar=PAIR, help="Factor below 1 on what it can pull actively.", rich_help_panel=MUSCLES
    ),
]
Strengthen = Annotated[
    list[str] | None,
    typer.Option(
        "--strengthen", metavar=PAIR, help="Factor above 1 on what it can pull actively.", rich_help_panel=MUSCLES
    ),
]
Tighten = Annotated[
    list[str] | None,
    typer.Option(
        "--tighten", metavar=PAIR, help="Factor on what it pulls when stretched, passive.", rich_help_panel=MUSCLES
    ),
]
Shorten = Annotated[
    list[str] | None,
    typer.Option(
        "--shorten-tendon",
        metavar=PAIR,
        help="Shorter tendon, in optimal fibre lengths: the fibres are longer in every posture.",
        rich_help_panel=MUSCLES,
    ),
]
Remove = Annotated[
    list[str] | None,
    typer.Option("--remove", metavar="MUSCLE", help="No force at all.", rich_help_panel=MUSCLES),
]
Floor = Annotated[
    list[str] | None,
    typer.Option("--floor", metavar=PAIR, help="Least activation at every instant, 0 to 1.", rich_help_panel=MUSCLES),
]
Tilt = Annotated[
    float,
    typer.Option(
        "--pelvic-tilt-deg",
        metavar="DEG",
        help="Pelvis tilted forward (negative: back), thighs where they are.",
        rich_help_panel=BONES,
    ),
]
Anteversion = Annotated[
    float,
    typer.Option(
        "--anteversion-deg",
        metavar="DEG",
        help="More femoral anteversion (negative: less), both sides.",
        rich_help_panel=BONES,
    ),
]
Samples = Annotated[
    int,
    typer.Option(
        "--samples",
        metavar="N",
        help="Also N random variations of what is uncertain about the model, for intervals; such as 1000.",
        rich_help_panel=RESULTS,
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Of the random variations.", rich_help_panel=RESULTS)]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        parser=folder_named,
        help="Folder for whatif.html and whatif.json; DIR if left out.",
        rich_help_panel=RESULTS,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print whatif.json on standard output.", rich_help_panel=RESULTS)]


@app.command()
def whatif(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What 'analyze' or 'demo' wrote.")],
    weaken: Weaken = None,
    strengthen: Strengthen = None,
    tighten: Tighten = None,
    shorten_tendon: Shorten = None,
    remove: Remove = None,
    floor: Floor = None,
    pelvic_tilt_deg: Tilt = 0.0,
    anteversion_deg: Anteversion = 0.0,
    samples: Samples = 0,
    seed: Seed = 0,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Tell who takes over when a muscle pulls less, more or not at all.

    The same movement and joint moments, shared again. MUSCLE is a line, a
    muscle or a group (deep, gluteal, adductor, flexor, hamstring, other);
    _r or _l at its end means one side. Writes whatif.html and whatif.json.

    Example: trochanter whatif trochanter-demo --weaken obturator_internus=0.5
    """
    scenario = typed_scenario(
        weaken=weaken,
        strengthen=strengthen,
        tighten=tighten,
        shorten=shorten_tendon,
        remove=remove,
        floor=floor,
        tilt_deg=pelvic_tilt_deg,
        anteversion_deg=anteversion_deg,
    )
    place = usable_folder(folder if out is None else out) if out is not None or folder.is_dir() else folder
    _refuse_samples(samples, seed)
    found, sampled = _asked(folder, scenario, samples, seed)
    _write(found, sampled, place, as_json=as_json)


def _refuse_samples(samples: int, seed: int) -> None:
    if samples:
        from trochanter.mechanics.sampling import FEWEST_SAMPLES, check_samples

        check_samples("--samples", samples, FEWEST_SAMPLES)
    if seed < 0:
        raise BadSetting("--seed", seed, "0 or more")


def _asked(folder: Path, scenario: "Scenario", samples: int, seed: int) -> "tuple[WhatIf, SampledWhatIf | None]":
    clock = Clock()
    with clock.step("read", "reading what the analysis wrote"):
        from trochanter.exchange.folder import read_account

        tell_if_compiling()
        account = read_account(folder)
    with clock.step("share", "sharing the loads again"):
        from trochanter.mechanics.what_if import what_if

        found = what_if(account, scenario)
    if not samples:
        return found, None
    with clock.step("sample", f"sharing the loads of {samples} variations, twice each"):
        from trochanter.mechanics.sampled_what_if import sampled_what_if

        return found, sampled_what_if(account, scenario, samples, seed, progress=_progress(samples))


def _progress(samples: int) -> Callable[[int, int], None]:
    """Tells every fifth of the way, where there is enough to wait for."""
    told = [0]

    def tell_share(done: int, total: int) -> None:
        fifth = 5 * done // total
        if samples >= TOLD_SAMPLES and fifth > told[0] and done < total:
            told[0] = fifth
            tell(f"{20 * fifth} % of the variations")

    return tell_share


def _write(found: "WhatIf", sampled: "SampledWhatIf | None", folder: Path, *, as_json: bool) -> None:
    from trochanter.exchange.what_if_result import what_if_json
    from trochanter.exchange.whole import together, write_whole
    from trochanter.reporting.what_if import render_what_if
    from trochanter.reporting.what_if_text import what_if_text

    text = json.dumps(what_if_json(found, sampled), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    page = render_what_if(found, sampled)
    folder.mkdir(parents=True, exist_ok=True)  # tried out by usable_folder
    with together():
        page_path = write_whole(folder / "whatif.html", page)
        write_whole(folder / "whatif.json", text)
    if as_json:
        sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    else:
        print(what_if_text(found, sampled))
    tell(f"page: {page_path}")
