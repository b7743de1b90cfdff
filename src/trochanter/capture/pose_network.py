"""A network in LiteRT: arrays in, arrays out, by the shapes of its outputs."""

import numpy as np
import numpy.typing as npt

from trochanter.capture.quiet import quiet_errors
from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData, MissingExtra

Numbers = npt.NDArray[np.float32]
THREADS = 2  # inside one picture: each needs the one before, so that pictures cannot be shared out
_LARGEST_LOGIT = 80.0


class Network:
    """A network of LiteRT's format that is ready to run; not for several threads at once."""

    def __init__(self, weights: bytes, name: str, threads: int = THREADS) -> None:
        """Raises MissingExtra without LiteRT, ImpossibleData where it does not take the weights."""
        try:
            from ai_edge_litert.interpreter import Interpreter
        except ImportError:
            raise MissingExtra("ai-edge-litert", "video", "finding a person in a film") from None
        try:
            with quiet_errors():
                self._runner = Interpreter(model_content=weights, num_threads=threads)
                self._runner.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise ImpossibleData(
                f"this computer's LiteRT cannot run the {name}: {str(error).splitlines()[0]}",
                valid="the weights that 'trochanter weights' installs, and ai-edge-litert 2.0 or newer",
                next_step="pip install --upgrade 'trochanter[video]'",
            ) from None
        self._entry = int(self._runner.get_input_details()[0]["index"])
        self._exits = {tuple(map(int, d["shape"])): int(d["index"]) for d in self._runner.get_output_details()}

    def run(self, picture: Numbers, *shapes: tuple[int, ...]) -> tuple[Numbers, ...]:
        """The outputs that have these shapes."""
        self._runner.set_tensor(self._entry, picture)
        self._runner.invoke()
        return tuple(self._runner.get_tensor(self._exits[shape]) for shape in shapes)


def shares_of(logits: Floats) -> Floats:
    """Logits as shares, 0 to 1: 1 / (1 + exp(-logit))."""
    shares: Floats = 1.0 / (1.0 + np.exp(-np.clip(logits, -_LARGEST_LOGIT, _LARGEST_LOGIT)))
    return shares
