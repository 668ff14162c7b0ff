"""The administrator's home."""

from flask import current_app, render_template

from course_app.domain.backups import is_stale
from course_app.gateways import data_folder
from course_app.queries.administration import administration
from course_app.services.backing_up import newest_nightly
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires
from course_app.web.shared.moment import now


@admin.get("/admin")
@requires("see-admin-area")
def home() -> str:
    """How many there are, how old the newest backup is, and what needs attention."""
    settings = current_app.config["SETTINGS"]
    backup, free = newest_nightly(settings.data), data_folder.free_bytes(settings.data)
    return render_template(
        "admin/home.html",
        here="overview",
        page=administration(now()),
        makes_backups=settings.backups_keep > 0,
        backup=backup,
        asks_second_step=settings.second_step_days > 0,
        is_old=backup is not None and is_stale(backup, now()),
        free=free if data_folder.is_nearly_full(free) else None,
    )
