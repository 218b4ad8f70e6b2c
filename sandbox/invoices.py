"""An invoice as a PDF: one page that says which invoice it is, as far as its record tells."""

from __future__ import annotations

from sandbox.store import Record

_LINE = 16
"""Points from one line to the next."""


def pdf(invoice: Record) -> bytes:
    """Give the document of an invoice."""
    number, total = invoice["invoiceNumber"] or invoice["id"], invoice["invoiceTotal"] or 0.0
    lines = [f"Invoice {number}", f"Company {invoice['companyID']}", f"Total {total:.2f}"]
    shown = " ".join(f"({_escaped(line)}) Tj 0 -{_LINE} Td" for line in lines)
    page = f"BT /F1 12 Tf 72 720 Td {shown} ET"
    return _document(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Length {len(page)}>>stream\n{page}\nendstream",
    )


def _document(*objects: str) -> bytes:
    """Number the objects, and write the table of where each begins."""
    text, starts = "%PDF-1.4\n", list[int]()
    for number, body in enumerate(objects, start=1):
        starts.append(len(text))
        text += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    size = len(objects) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def _escaped(text: str) -> str:
    plain = text.encode("latin-1", "replace").decode("latin-1")
    return plain.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
