"""Addresses that a browser may open: the ticket in Autotask's own web application."""

from ipaddress import ip_address
from urllib.parse import urlencode, urlsplit

TICKET_COMMAND = "Autotask/AutotaskExtend/ExecuteCommand.aspx"


def ticket_url(web_url: str, ticket_id: int) -> str | None:
    """Where a ticket opens in the tenant's zone, None when the zone's address is not fit to be opened.

    Only https is fit, and plain http on this machine, where the demo listens. The address of a zone is data
    from outside, and a browser would also run `javascript:` or open `file:`.

    Source of the form: Autotask's ExecuteCommand addresses ("OpenTicketDetail").
    """
    if not _fit(web_url):
        return None
    query = urlencode({"Code": "OpenTicketDetail", "TicketID": ticket_id})
    return f"{web_url.rstrip('/')}/{TICKET_COMMAND}?{query}"


def web_page(web_url: str, path: str) -> str | None:
    """A page of the tenant's zone; None when the zone's address is not fit to be opened."""
    return f"{web_url.rstrip('/')}/{path.lstrip('/')}" if _fit(web_url) else None


def _fit(web_url: str) -> bool:
    try:
        address = urlsplit(web_url)
        host = address.hostname
        _ = address.port
    except ValueError:
        return False
    if not host or address.username or address.password or address.query or address.fragment:
        return False
    return address.scheme == "https" or (address.scheme == "http" and _this_machine(host))


def _this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
