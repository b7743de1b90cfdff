"""Which figure shows an atlas best: a map for one muscle over two angles, else curves over one."""

from trochanter.core.errors import BadSetting
from trochanter.mechanics.atlas import Atlas
from trochanter.mechanics.atlas_samples import ArmSamples
from trochanter.reporting.figures.atlas import MOST_PANELS, atlas_figure, course
from trochanter.reporting.figures.atlas_map import map_figure, muscle_map
from trochanter.reporting.figures.frame import Figure
from trochanter.reporting.standalone import standalone


def atlas_picture(atlas: Atlas, action: str, show: str = "arm", samples: ArmSamples | None = None) -> str:
    """The wide figure of an atlas as the text of an .svg file; raises BadSetting where it cannot be drawn."""
    return standalone(figure_of(atlas, action, show, samples).wide)


def figure_of(atlas: Atlas, action: str, show: str = "arm", samples: ArmSamples | None = None) -> Figure:
    """The figure of an atlas at both widths; raises BadSetting for one posture only, or for too many muscles."""
    varying = sum(count > 1 for count in atlas.shape)
    muscles = len({known.muscle for known in atlas.muscles})
    if not varying:
        raise BadSetting("--figure", "one posture", "a range of at least one angle, such as --flexion 0:120")
    if muscles > MOST_PANELS:
        raise BadSetting(
            "--figure",
            f"{muscles} muscles",
            f"at most {MOST_PANELS}",
            "choose some with --muscle, such as --muscle deep",
        )
    if varying > 1 and muscles == 1:
        return map_figure(muscle_map(atlas, action, show))
    return atlas_figure(course(atlas, action, show, samples))
