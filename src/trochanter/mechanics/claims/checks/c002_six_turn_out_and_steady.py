"""Claim 2: six muscles turn the thigh outward and steady the hip in standing, walking and running."""

from trochanter.mechanics.claims.arms import OUTWARD, arm_mm, number, six_names, told
from trochanter.mechanics.claims.check import BAND, HIP, Check
from trochanter.mechanics.claims.finding import Finding, all_of, judged
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.socket import press, running_postures


def _run(material: Material) -> Finding:
    where = ((0.0, 0.0, 0.0), *running_postures(material))
    turning = {name: arm_mm(material, key, OUTWARD, where) for key, name in six_names()}
    steadying = {name: press(material, key, where).into for key, name in six_names()}
    turns = {name: judged(found.low, found.high) for name, found in turning.items()}
    presses = {name: judged(found.low, found.high) for name, found in steadying.items()}
    numbers = [number(f"{name}, outward arm in standing", found, 0, "mm") for name, found in turning.items()]
    numbers += [
        number(f"{name}, presses in when standing", found, 0, "of its pull") for name, found in steadying.items()
    ]
    words = (
        f"Turning outward, in standing and over the mean stride of runners: {told(turns)} "
        f"Pressing the head into the socket, which is what steadying can mean here: {told(presses)}"
    )
    return Finding(all_of([*turns.values(), *presses.values()]), tuple(numbers), words)


CHECK = Check(
    2, "Do all six turn outward and press the head into the socket, in standing and over a running stride?",
    (HIP, BAND), _run,
)  # fmt: skip
