"""What is said about the persons in a film: refusals with what to film again, and notices."""

from trochanter.capture.pose_following import Follower, Others
from trochanter.capture.pose_landmarks import Box
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice

MOST_OFTEN = 0.5  # of the looks: so often another person as large makes it unknowable who is meant
ALONE = "film again with only the person who is measured in the picture, from head to feet, in good light"


class TwoPersons(ImpossibleData):
    """Two persons about as large are in a film; boxes: of both (left, top, right, bottom), in its pictures' pixels."""

    def __init__(self, boxes: tuple[Box, ...], source: str) -> None:
        self.boxes = boxes
        one, other = (_shown(box) for box in boxes)
        super().__init__(
            "two persons about as large are in this film, and nobody said which of them is measured",
            where=source,
            valid=f"the box (left, top, right, bottom in pixels) of the one who is meant, such as {one} or {other}",
            next_step=f"{ALONE}; or give the box",
        )


def refuse_nobody(source: str, box: Box | None) -> ImpossibleData:
    """The error where no picture shows a person."""
    where = " in the box that was given" if box is not None else ""
    return ImpossibleData(
        f"nobody was found{where} in this film",
        where=source,
        valid="a person who can be seen from head to feet, upright, lying or sideways, and not small in the picture",
        next_step=f"{ALONE}; or, where only the shin can be filmed, tap knee and ankle",
    )


def refuse_two(others: Others, source: str) -> None:
    """Raise TwoPersons where two persons about as large are there most of the time."""
    if others.alike > MOST_OFTEN * others.looks:
        raise TwoPersons(others.boxes, source)


def notices_of(follower: Follower, pictures: int, source: str) -> tuple[Notice, ...]:
    """What a reader of the result has to know about who was followed."""
    missed, moved, others = follower.missed, follower.moved, follower.others
    told = []
    if missed:
        told.append(("person-missed", f"the person was lost in {missed} of {pictures} pictures, which are left out"))
    if moved:
        text = "the person was lost and found again in another place: see in the stills whether it is the same person"
        told.append(("person-moved", text))
    if others.seen:
        text = f"somebody else was in the picture in {others.seen} of {others.looks} looks; one person was followed"
        told.append(("other-person", text))
    return tuple(Notice(code, text, source) for code, text in told)


def _shown(box: Box) -> str:
    return ",".join(f"{value:.0f}" for value in box)
