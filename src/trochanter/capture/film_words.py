"""What is said of a film that cannot be used, or only with care: by the codes of the process that decodes it."""

from dataclasses import dataclass

from trochanter.capture.film_messages import Facts
from trochanter.core.errors import ImpossibleData, TrochanterError, UnreadableFile
from trochanter.core.quality import Notice

_AGAIN = "copy the film from the phone again; if it is the same there, film again"
_EXPORT = "export the film again as MP4 (H.264), for example by sending it to yourself, and name that file"
_ONE_GO = "film again, in one go, with the phone's own camera"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error's sentences; numbers of the film stand in braces."""

    what: str
    next_step: str
    valid: str = ""
    kind: type[TrochanterError] = UnreadableFile


ERRORS: dict[str, Refusal] = {
    "no-video": Refusal("there is no film in this file", "film the movement as a video, and name the video"),
    "sound-only": Refusal(
        "there is sound in this file, but no film", "film the movement as a video, and name the video"
    ),
    "cover-only": Refusal(
        "this is a sound recording with a picture on its cover", "film the movement as a video, and name the video"
    ),
    "codec": Refusal(
        "its pictures are packed as {codec}, which is not read",
        f"set the phone's camera to 'most compatible', or {_EXPORT}",
        "H.264, HEVC, VP8, VP9, AV1, MPEG-4, Motion JPEG or ProRes",
    ),
    "unreadable": Refusal("no picture of this film can be read: it is damaged or was cut off", _AGAIN),
    "too-large": Refusal(
        "its pictures have {width} by {height} points, too many to be unpacked safely",
        "film in 1080p or 720p, which is plenty",
        "at most {most:.0f} million points",
    ),
    "too-many-pictures": Refusal(
        "the film has more than {most} pictures", "cut it down to the movement", "at most {most} pictures"
    ),
    "too-long": Refusal(
        "the film lasts {lasts_s:.0f} s, too long",
        "cut it down to the movement, or film again: one to three minutes are enough",
        "at most {longest_s:.0f} s",
    ),
    "too-short": Refusal(
        "the film lasts {lasts_s:.2f} s, too short to see a movement",
        "film again: start before the movement and stop after it",
        "at least {shortest_s:g} s",
    ),
    "too-little-left": Refusal(
        "the film is damaged: of what can be read only {lasts_s:.2f} s are left", _AGAIN, "at least {shortest_s:g} s"
    ),
    "one-picture": Refusal(
        "this film has a single picture: it is a still image", "film the movement as a video, and name the video"
    ),
    "blank": Refusal(
        "all {lasts_s:.0f} s of the film show nothing: every picture is black, or of one colour",
        "take away what covers the lens, put on the light, and film again",
        kind=ImpossibleData,
    ),
    "times-back": Refusal(
        "the times of its pictures go back or repeat, {count} of {all}: nobody can tell when they were taken",
        _ONE_GO,
        "times that only grow",
        ImpossibleData,
    ),
    "time-lapse": Refusal(
        "this is a time lapse: filmed at {capture_hz:g} pictures a second, it plays at {played_hz:g}",
        "film again as an ordinary video",
        kind=ImpossibleData,
    ),
    "size-changes": Refusal("its pictures change their size on the way", _ONE_GO, kind=ImpossibleData),
    "memory": Refusal("unpacking this film takes more memory than is allowed", f"film in 1080p or 720p, or {_EXPORT}"),
    "computing": Refusal(
        "unpacking this film takes more computing than is allowed", f"cut it down to the movement, or {_EXPORT}"
    ),
    "standstill": Refusal("unpacking this film came to a standstill: it is damaged", _AGAIN),
    "no-process": Refusal(
        "a film is unpacked in a process of its own, which the system refused: {reason}",
        "close other programs, try again",
    ),
    "crash": Refusal(
        "unpacking this film broke down ({how}): it is damaged, or of an odd kind", f"{_AGAIN}, or {_EXPORT}"
    ),
}
NOTICES: dict[str, str] = {
    "film-slow-motion": "The film is in slow motion: filmed at {capture_hz:g} pictures a second, it plays at "
    "{played_hz:g}. All times here are those of the movement itself.",
    "film-slow-motion-differs": "The file says that it plays {told:.1f} times slower than it was filmed; the slow "
    "motion given is used instead.",
    "film-rate-changes": "Between {least_hz:.0f} and {most_hz:.0f} pictures a second: parts of this film may be "
    "slowed down, and their times are then not those of the movement. Better is a film without slow motion.",
    "film-gaps": "Gaps without pictures: {count}, the longest from {from_s:.2f} to {to_s:.2f} s.",
    "film-cut": "The file is cut off after {ended_s:.1f} s of film; what is there was used.",
    "film-damaged": "About {count} of {all} pictures are damaged or lost, and were left out.",
    "film-times-back": "The times of {count} pictures go back or repeat; these pictures were left out.",
    "film-times-missing": "{count} pictures have no time in the file; the usual interval was taken for them.",
    "film-still": "Nothing moves in this film.",
    "film-tracks": "There are {count} films in this file; the main one was used.",
    "film-slanted": "The file asks to be shown slanted; it was taken as it is stored. Check that the "
    "pictures stand upright.",
    "film-shown-mirrored": "The file asks to be shown mirrored, as front cameras do. If writing in it reads backwards, "
    "say that the film is mirrored, or left and right are exchanged.",
    "film-hdr": "The film is in HDR; its colours were brought to the ordinary range simply.",
    "film-interlaced": "The film is interlaced, as old camcorders film: fast movements have combed edges.",
}


def refusal(code: str, facts: Facts, where: str) -> TrochanterError:
    """The error of a code; of an unknown one, that of a breakdown."""
    words = ERRORS.get(code) or ERRORS["crash"]
    facts = facts if code in ERRORS else {"how": "it says what nobody understands"}
    return words.kind(
        words.what.format(**facts), where=where, valid=words.valid.format(**facts), next_step=words.next_step
    )


def notice(code: str, facts: Facts, where: str) -> Notice:
    """The notice of a code."""
    return Notice(code, NOTICES[code].format(**facts), where)
