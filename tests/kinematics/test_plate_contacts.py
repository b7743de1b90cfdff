"""Contacts on one plate: flights and drop-outs told apart."""

import numpy as np

from tests.kinematics.made_plates import TIME_S, pulses
from trochanter.kinematics.plate_contacts import plate_contacts


def test_flights_are_no_drop_outs_and_drop_outs_are_no_flights() -> None:
    vertical = pulses()
    assert len(plate_contacts(TIME_S, vertical)) == 8
    inside = int(vertical.argmax())
    vertical[inside : inside + 4] = 0.0
    contacts = plate_contacts(TIME_S, vertical)
    assert len(contacts) == 8
    assert [c.drop_outs for c in contacts].count(1) == 1
    short = np.where(np.mod(TIME_S, 0.35) < 0.31, 1200.0, 0.0)
    assert len(plate_contacts(TIME_S, short)) == 9
