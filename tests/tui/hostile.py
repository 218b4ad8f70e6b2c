"""Text that somebody outside may write into a ticket, and that has broken other programs."""

HOSTILE = (
    "[/foo] [red",
    "A[bold red]B[/] [@click=app.quit]PAY[/] [link='https://evil.example']L[/link]",
    "lone surrogate \ud800 here",
    "x" * 10_000,
    "漢字の件名はとても長い" * 40,
    "e\u0301\u0300\u0302\u0303" * 300,
    "👩‍👩‍👧‍👦 family 🏴‍☠️ flag ❤️",
    "\x1b]52;c;ZXZpbA==\x1b\\\x1b[2J\x9b6n",
    "\u202eright to left\u2066 and \u200bzero width\ufeff",
    "tab\there\nline\r\n\u2028end",
    "\u0301starts with a mark",
    "$variable ${x} $",
    "",
)
