"""Compute the packaged demo trial from the public recording RBDS001, with the package's own chain.

    python -m scripts.make_demo_trial ../shared/data/rbds001 src/trochanter/kinematics/data docs/demo-data.md

What is done and why stands in docs/demo-data.md; its numbers are written there by this script.
Fukuchi, Fukuchi, Duarte 2017, PeerJ 5:e3298, doi 10.7717/peerj.3298, figshare 4543435, CC BY 4.0.
"""

import sys
from pathlib import Path

from scripts.demo.chain import followed, recorded, windowed_angles, windowed_forces
from scripts.demo.files import write_angles, write_body, write_forces, write_hip_angles
from scripts.demo.numbers import numbers, with_numbers
from trochanter.kinematics.demo import demo_body


def main(data: Path, folder: Path, page: Path) -> None:
    """Write the files, and the numbers into the page that tells of them."""
    run = recorded(data)
    write_body(folder, run.scaled.factors, run.scaled.body)
    body = demo_body(folder=folder)  # as packaged, so that the angles are those of the packaged body
    tracked = followed(run.prepared, body)
    assert tracked.trial.forces is not None
    write_angles(folder, windowed_angles(tracked.trial.angles), body)
    assert tracked.trial.leading is not None
    write_hip_angles(folder, windowed_angles(tracked.trial.leading), body)
    write_forces(folder, windowed_forces(tracked.trial.forces))
    page.write_text(with_numbers(page.read_text(encoding="utf-8"), numbers(data, folder, run, tracked)), "utf-8")
    for path in sorted(folder.glob("demo_*")):
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
