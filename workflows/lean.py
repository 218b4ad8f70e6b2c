"""Which way the words of a text lean, by the examples of each workflow.

The last and weakest evidence: it speaks where labels and cues say little, and never loudly. A word's weight for a
workflow is the logarithm of how much more often it stands in that workflow's examples than in all the others, smoothed;
so the weights can be read, and the words that did most are shown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import NamedTuple

from workflows.phrases import STOP, words

#: Words are compared by their beginning, so that endings do not part what belongs together.
_STEM = 6
_SMOOTHING = 0.3
#: Weights nearer to nothing than this are left out: they are noise.
_FAINT = 0.4
#: More distinct words than this say no more.
_MOST_WORDS = 60
#: Fewer known words than this lean no way at all.
_FEWEST_WORDS = 3
#: The lean of a whole text stays within this, whatever its length, and counts this much of a point.
_LIMIT = 4.0
_SHARE = 0.35


class Lean(NamedTuple):
    """Points by workflow, and the words that did most for the one with the most."""

    points: Mapping[str, float]
    words: tuple[str, ...]


class Leaning:
    """The weights of words, counted once from the examples."""

    def __init__(self, examples: Mapping[str, Iterable[str]]) -> None:
        seen = {workflow: [_stems(words(text)) for text in texts] for workflow, texts in examples.items()}
        texts = {workflow: len(each) for workflow, each in seen.items()}
        counts = {workflow: Counter(stem for stems in each for stem in stems) for workflow, each in seen.items()}
        total: Counter[str] = Counter()
        for count in counts.values():
            total.update(count)
        everything = sum(texts.values())
        self._weights: dict[str, tuple[tuple[str, float], ...]] = {}
        for stem, often in total.items():
            if often < 2:
                continue
            weights = []
            for workflow, count in counts.items():
                inside = (count[stem] + _SMOOTHING) / (texts[workflow] + 2 * _SMOOTHING)
                outside = (often - count[stem] + _SMOOTHING) / (everything - texts[workflow] + 2 * _SMOOTHING)
                weight = log(inside / outside)
                if abs(weight) >= _FAINT:
                    weights.append((workflow, round(weight, 3)))
            self._weights[stem] = tuple(weights)

    def lean(self, spoken: Sequence[str]) -> Lean | None:
        """Where the words lean; None where the examples know too few of them."""
        sums: dict[str, float] = {}
        known = [(stem, self._weights[stem]) for stem in _stems(spoken) if stem in self._weights]
        for _, weights in known:
            for workflow, weight in weights:
                sums[workflow] = sums.get(workflow, 0.0) + weight
        if len(known) < _FEWEST_WORDS or not sums:
            return None
        best = max(sums, key=sums.__getitem__)
        spoke = sorted(
            ((weight, stem) for stem, weights in known for id_, weight in weights if id_ == best), reverse=True
        )
        points = {workflow: _SHARE * max(-_LIMIT, min(_LIMIT, total)) for workflow, total in sums.items()}
        return Lean(points, tuple(stem for _, stem in spoke[:3]))


def _stems(spoken: Iterable[str]) -> list[str]:
    """The first distinct words, cut to their stems; figures and ends of sentences left out."""
    stems: dict[str, None] = {}
    for word in spoken:
        if word != STOP and not word[0].isdigit():
            stems[word[:_STEM]] = None
            if len(stems) == _MOST_WORDS:
                break
    return list(stems)
