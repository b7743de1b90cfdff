"""Quadratus femoris is very active in the stance of running."""

from revalidation.check import Check, Kind
from revalidation.hips import stance_activation

CHECK = Check(
    key="quadratus_femoris_running_emg",
    name="Quadratus femoris: peak activation in stance of running",
    published="very high (fine-wire EMG; read as above 0.6)",
    unit="1",
    low=0.6,
    high=1.0,
    source="Semciw and others 2015, J Biomech 48:3433",
    kind=Kind.INDEPENDENT,
    ours=lambda: stance_activation("quadratus_femoris"),
    note=(
        "Optimization of moments alone leaves it at its lower bound: a known limit of the method, see the "
        "near-optimal bands."
    ),
)
