"""Line glyphs for terminals whose font or encoding has none: every one becomes an ASCII sign of the same width."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

ASCII = str.maketrans(
    {
        **dict.fromkeys("─━═╌┄", "-"),
        **dict.fromkeys("│┃║", "|"),
        **dict.fromkeys("╭╮╰╯┏┓┗┛┌┐└┘├┤┬┴┼┣┫┳┻╋", "+"),
        **dict.fromkeys("█▉▊▋▌▓", "#"),
        **dict.fromkeys("▒▍▎▏", "="),
        **dict.fromkeys("░▁▂", "."),
        **dict.fromkeys("▃▄▅▆▇▔▀", "="),
        "▶": ">",
        "●": "*",
        "○": "o",
        "◌": "o",
        "◆": "*",
        "▲": "!",
        "▼": "v",
        "■": "#",
        "□": "o",
        "✓": "v",
        "✗": "x",
        "↑": "^",
        "↓": "v",
        "→": ">",
        "←": "<",
        "·": ".",
        "…": "~",
        "–": "-",
        "—": "-",
        "×": "x",
        "≠": "/",
        "‹": "<",
        "›": ">",
        "╸": "-",
        "▸": ">",
    }
)


class AsciiGlyphs(LineFilter):
    """Replaces our glyphs in everything that is drawn, borders and scroll bars of Textual included."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        return [
            segment
            if segment.control or segment.text.isascii()
            else segment._replace(text=segment.text.translate(ASCII))
            for segment in segments
        ]
