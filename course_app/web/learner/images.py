"""The images of questions."""

import re

from flask import Response

from course_app.queries.question_images import image_for
from course_app.web.learner.blueprint import learner
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import found

A_YEAR = 31_536_000
HASH = re.compile("[0-9a-f]{32}")


@learner.get("/question-images/<image>")
@requires("see-question-images")
def question_image(image: str) -> Response:
    """An image, for whoever teaches or reviews its course or has been asked a question that shows it."""
    shown = found(image_for(viewer(), image) if HASH.fullmatch(image) else None)
    answer = Response(shown.data, mimetype=shown.mimetype)
    answer.cache_control.private = True
    answer.cache_control.max_age = A_YEAR
    answer.cache_control.immutable = True
    return answer
