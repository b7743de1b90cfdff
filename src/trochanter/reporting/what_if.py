"""The page of a what-if."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import trochanter
from trochanter.mechanics.what_if import WhatIf
from trochanter.reporting.figures.frame import Figure
from trochanter.reporting.figures.what_if import takeover_figure
from trochanter.reporting.look import asset, environment
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import listed, say
from trochanter.reporting.what_if_samples import sample_grids, sample_text, sample_words
from trochanter.reporting.what_if_tables import (
    centre_grid,
    force_grid,
    moment_grid,
    reserve_grid,
    reserve_words,
    socket_grid,
    socket_words,
)
from trochanter.reporting.what_if_words import Grid, answer_words, scenario_words, sure_words

if TYPE_CHECKING:
    from trochanter.mechanics.sampled_what_if import SampledWhatIf


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """Everything that the page of a what-if holds."""

    title: str
    kicker: str
    answer: tuple[str, ...]
    sure: tuple[str, ...]
    figure: Figure
    force: tuple[Grid, ...]
    moment: tuple[Grid, ...]
    socket_text: str
    socket: tuple[Grid, ...]
    centre: tuple[Grid, ...]
    samples_text: str
    samples: tuple[Grid, ...]
    reserves_text: str
    reserves: Grid | None
    notes: tuple[str, ...]


def render_what_if(found: WhatIf, sampled: "SampledWhatIf | None" = None) -> str:
    """One self-contained HTML page of a what-if; sampled: the same scenario over random variations of the model."""
    style, script = asset("style/report.css"), asset("style/report.js")
    return (
        environment()
        .get_template("what_if.html")
        .render(
            page=what_if_page(found, sampled),
            style=style,
            script=script,
            script_hash=b64encode(sha256(script.encode()).digest()).decode(),
            version=trochanter.__version__,
        )
    )


def what_if_page(found: WhatIf, sampled: "SampledWhatIf | None" = None) -> WhatIfPage:
    """Words and tables of the page; sampled: the same scenario over random variations of the model."""
    return WhatIfPage(
        title=say("whatif.title", what=listed(scenario_words(found.scenario))),
        kicker=say("whatif.kicker", name=found.account.motion.name),
        answer=answer_words(found),
        sure=(*sure_words(found), *(() if sampled is None else sample_words(found, sampled))),
        figure=takeover_figure(found),
        force=tuple(force_grid(hip) for hip in found.hips),
        moment=tuple(moment_grid(hip) for hip in found.hips),
        socket_text=socket_words(found.cup),
        socket=tuple(socket_grid(hip) for hip in found.hips),
        centre=tuple(centre_grid(hip) for hip in found.hips),
        samples_text="" if sampled is None else sample_text(sampled),
        samples=() if sampled is None else sample_grids(found, sampled),
        reserves_text=reserve_words(),
        reserves=reserve_grid(found),
        notes=tuple(capital(notice.text) + "." for notice in (*found.notices, *(sampled.notices if sampled else ()))),
    )
