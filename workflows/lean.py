"""Which way the words of a text lean, by the examples of each workflow.

The last and weakest evidence: it speaks where labels and cues say little, and never loudly. A word's weight for a
workflow is the logarithm of how much more often it stands in that workflow's examples than in all the others, smoothed;
so the weights can be read, and the words that did most are shown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import log
from typing import NamedTuple

from workflows.phrases import STOP, words

#: Words are compared by their beginning, so that endings do not part what belongs together.
_STEM = 6
_SMOOTHING = 0.3
#: Weights nearer to nothing than this are left out: they are noise.
_FAINT = 0.4
#: A word in fewer examples than this tells nothing.
_SELDOM = 2
#: More distinct words than this say no more.
_MOST_WORDS = 60
#: Fewer known words than this lean no way at all.
_FEWEST_WORDS = 3
#: The lean of a whole text stays within this, whatever its length. It counts this much of a point beside strong signs,
#: and up to so much more where no other sign speaks.
_LIMIT = 4.0
_SHARE = 0.35
_ALONE = 0.4
#: From so many points on, the other signs are strong.
_STRONG = 3.0


class Lean(NamedTuple):
    """Points by workflow, and the words that did most for the one with the most."""

    points: Mapping[str, float]
    words: tuple[str, ...]


class Leaning:
    """The weights of words, counted once from the examples."""

    def __init__(self, examples: Mapping[str, Iterable[str]]) -> None:
        self._examples = {workflow: tuple(texts) for workflow, texts in examples.items()}
        self._workflows = tuple(self._examples)

    @cached_property
    def _weights(self) -> Mapping[str, tuple[float, ...]]:
        """Stem -> weight for each workflow; counted when first asked for, since not every start of the program asks."""
        seen = {workflow: [_stems(words(text)) for text in texts] for workflow, texts in self._examples.items()}
        texts = {workflow: len(each) for workflow, each in seen.items()}
        counts = {workflow: Counter(stem for stems in each for stem in stems) for workflow, each in seen.items()}
        total: Counter[str] = Counter()
        for count in counts.values():
            total.update(count)
        everything = sum(texts.values())
        found: dict[str, tuple[float, ...]] = {}
        for stem, often in total.items():
            if often < _SELDOM:
                continue
            weights = []
            for workflow, count in counts.items():
                inside = (count[stem] + _SMOOTHING) / (texts[workflow] + 2 * _SMOOTHING)
                outside = (often - count[stem] + _SMOOTHING) / (everything - texts[workflow] + 2 * _SMOOTHING)
                weight = log(inside / outside)
                weights.append(round(weight, 3) if abs(weight) >= _FAINT else 0.0)
            found[stem] = tuple(weights)
        return found

    def lean(self, spoken: Sequence[str], beside: float) -> Lean | None:
        """Where the words lean; None where the examples know too few of them.

        Args:
            beside: points that other signs already give to the workflow they speak for most.
        """
        known = [(stem, self._weights[stem]) for stem in _stems(spoken) if stem in self._weights]
        if len(known) < _FEWEST_WORDS:
            return None
        sums = [sum(each) for each in zip(*(weights for _, weights in known), strict=True)]
        best = sums.index(max(sums))
        spoke = sorted(((weights[best], stem) for stem, weights in known if weights[best]), reverse=True)
        share = _SHARE + _ALONE * max(0.0, 1.0 - beside / _STRONG)
        points = {
            workflow: share * max(-_LIMIT, min(_LIMIT, total))
            for workflow, total in zip(self._workflows, sums, strict=True)
            if total
        }
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
