"""Hip rotation in runners: what every rotator muscle does, measured and explained.

import trochanter as tr

trial, body = tr.demo_trial()
motion = tr.solve(trial, body, cutoff_hz=15)
account = tr.explain(motion, body)
tr.report(account, "out")
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trochanter.anatomy.hip_model import hip_model as hip_model
    from trochanter.capture.formats import read as read
    from trochanter.exchange.outputs import report as report
    from trochanter.findings.assess import assess as assess
    from trochanter.kinematics.deep_six import with_deep_six as with_deep_six
    from trochanter.kinematics.demo import demo_trial as demo_trial
    from trochanter.kinematics.scaling import scale as scale
    from trochanter.kinematics.solve import solve as solve
    from trochanter.mechanics.explain import Settings as Settings
    from trochanter.mechanics.explain import explain as explain
    from trochanter.mechanics.scenario import Scenario as Scenario
    from trochanter.mechanics.what_if import what_if as what_if
    from trochanter.plan.prescribe import prescribe as prescribe
    from trochanter.progress.follow import follow as follow

__version__ = "0.1.0"

_HOMES = {
    "read": "trochanter.capture.formats",
    "hip_model": "trochanter.anatomy.hip_model",
    "scale": "trochanter.kinematics.scaling",
    "solve": "trochanter.kinematics.solve",
    "with_deep_six": "trochanter.kinematics.deep_six",
    "demo_trial": "trochanter.kinematics.demo",
    "explain": "trochanter.mechanics.explain",
    "Settings": "trochanter.mechanics.explain",
    "Scenario": "trochanter.mechanics.scenario",
    "what_if": "trochanter.mechanics.what_if",
    "assess": "trochanter.findings.assess",
    "prescribe": "trochanter.plan.prescribe",
    "follow": "trochanter.progress.follow",
    "report": "trochanter.exchange.outputs",
}


def __getattr__(name: str) -> object:
    """Load a verb when it is first used: importing trochanter stays cheap."""
    if name not in _HOMES:
        raise AttributeError(f"module 'trochanter' has no attribute '{name}'; it has {sorted(_HOMES)}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
