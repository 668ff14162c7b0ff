"""The site as passkeys know it.

They belong to the site's own address (COURSE_APP_BASE_URL, with https), or to localhost where none is set.
"""

import ipaddress
from urllib.parse import urlsplit

from flask import current_app, request

from course_app.gateways.passkeys import PasskeySite

USUAL_PORTS = {"http": 80, "https": 443}


def passkey_site() -> PasskeySite | None:
    """The site as passkeys know it; None where browsers would not use one."""
    settings = current_app.config["SETTINGS"]
    address = urlsplit(settings.base_url or request.host_url)
    try:
        host, port = address.hostname or "", address.port
    except ValueError:
        return None
    if host != "localhost" and (not settings.is_https or _is_number(host)):
        return None
    is_usual = port in (None, USUAL_PORTS[address.scheme])
    origin = f"{address.scheme}://{host}" if is_usual else f"{address.scheme}://{host}:{port}"
    return PasskeySite(host, origin, settings.site_name)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
