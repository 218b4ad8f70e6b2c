"""Texts that somebody outside may write into a ticket, and what must never reach a terminal."""

import re

MARK = "PWNED"
"""Stands in every payload; it may be on the screen as a word, never inside of a control sequence."""

STAND_INS = {"@NUL@": "\0", "@HIGH@": "\ud800", "@LOW@": "\udfff"}

STRANGE = (
    f"\x1b]52;c;{MARK}\x07 clipboard \x1b]52;c;{MARK}\x1b\\",
    f"[@click=app.quit]{MARK}[/] [bold red]A[/] [link='https://{MARK}.example']L[/link]",
    f"[/foo] [red {MARK} [",
    f"\x1b[2J\x1b[6n\x1b[31m{MARK} \x9b2J\x9d52;c;{MARK}\x9c",
    f"\x1b]0;{MARK}\x07 title \x1b]8;;https://{MARK}.example\x1b\\link\x1b]8;;\x1b\\",
    f"\x1bP{MARK}\x1b\\ \x1b_{MARK}\x1b\\ \x1bc \x1b#8 unfinished \x1b]52;c;{MARK}",
    f"\u202e{MARK}\u2066 \u200b\ufeff\u2060\xad\U000e0041 exe.fdp",
    f"@HIGH@ {MARK} @LOW@ @NUL@ \x07\x08\x0e\x7f\x85",
    f"{MARK} " + "x" * 10_000,
    "漢字の件名はとても長い" * 200 + MARK,
    f"👩‍👩‍👧‍👦 {MARK} 🏴‍☠️ ❤️ " + "e\u0301\u0300\u0302\u0303\u0304\u0305" * 60,
    f"tab\there\r\nline\u2028end\x0b\x0c {MARK}",
    f"$variable ${{x}} $ {{0}} %s {MARK} \\x1b[2J &#x1b;]52;c;{MARK}&#7;",
    "",
    " ",
)

FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""Characters that move, hide or reverse what is around them. ESC, CR and LF are looked at as sequences."""
