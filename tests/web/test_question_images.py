"""An image is added in the form of a question, is seen by those who may see it, and goes when nothing names it."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from course_app.domain.images import BROKEN, reference
from course_app.extensions import db
from course_app.models import QuestionImage
from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.services import attempting, authoring, typing_questions
from course_app.services.keeping_images import GRACE, clear_images, keep_image
from course_app.web.instructor.question_images import NO_ALTERNATIVE, NO_FILE
from tests.conftest import START, person_named
from tests.formats.pictures import a_file, a_picture
from tests.instructor_pages import BANK, TYPED

PERSONS = ("learner", "classmate", "outsider", "instructor", "other-instructor", "reviewer", "observer", "admin")
MAY_SEE = {"learner", "instructor", "reviewer", "admin"}
ALTERNATIVE = "A “kettle” & a cup"


def images():
    with db.engines["read"].connect() as connection:
        return list(connection.scalars(select(QuestionImage.hash).order_by(QuestionImage.id)))


def sent(person, path=BANK, **fields):
    return person.post(path, data=TYPED | fields, content_type="multipart/form-data")


def stem_in(page):
    return re.search(r'<textarea id="stem"[^>]*>([^<]*)<', page)[1]


def test_an_image_waits_for_its_alternative_and_nothing_typed_is_lost(ann, visible):
    for answer in (sent(ann, act="add-image"), sent(ann, act="add-image", image=(io.BytesIO(b"%PDF"), "kettle.pdf"))):
        assert answer.status_code == 422
        assert 'id="image-error"' in answer.text
    assert NO_FILE in visible(sent(ann, act="add-image").text)
    asked = sent(ann, act="save", image=(io.BytesIO(a_file()), "kettle.png"), **{"image-place": "reason-0"})
    assert asked.status_code == 422
    assert NO_ALTERNATIVE in visible(asked.text)
    (digest,) = images()
    waiting = re.search(r'name="waiting-image" value="([^"]+)"', asked.text)[1]
    assert waiting == f"{digest}-64x48"
    assert '<option value="reason-0" selected>' in asked.text
    assert stem_in(asked.text) == TYPED["stem"]
    given = {"waiting-image": waiting, "image-alternative": ALTERNATIVE, "image-place": "reason-0"}
    saved = sent(ann, act="save", **given)
    assert saved.status_code == 303
    one = authored_question(newest_outline("small-course"), saved.location.rpartition("/")[2]).question
    assert one.options[0].rationale.endswith(f"![{ALTERNATIVE}](image:{waiting})")
    assert images() == [digest]


def test_an_image_that_the_course_has_not_keeps_a_question_from_being_saved(ann, visible):
    unknown = f"Which?\n\n![A cup](image:{'0' * 32}-64x48)"
    answer = sent(ann, act="save", stem=unknown)
    assert answer.status_code == 422
    assert BROKEN in visible(answer.text)


@pytest.fixture
def shown(app):
    """An image that the question M01 shows, which every attempt at the practice quiz asks."""
    outline, ann = newest_outline("small-course"), person_named("instructor").id
    picture = a_picture()
    keep_image(ann, outline, picture, START)
    question = authored_question(outline, "M01").question
    text = f"{question.stem}\n\n{reference(picture.name, ALTERNATIVE)}"
    authoring.edit_question(ann, outline, "M01", 1, replace(question, stem=text), START)
    return picture


def begun(name):
    return attempting.start_attempt(person_named(name).id, "small-course", "practice", START, 7)


def test_it_is_seen_by_those_whom_it_concerns_and_by_nobody_else(as_person, client, shown):
    address = f"/question-images/{shown.hash}"
    begun("learner")
    answers = {name: as_person(name).get(address) for name in PERSONS}
    assert {name for name, answer in answers.items() if answer.status_code == 200} == MAY_SEE
    assert {answer.status_code for name, answer in answers.items() if name not in MAY_SEE} == {404}
    assert client.get(address).status_code == 303
    answer = answers["learner"]
    assert (answer.data, answer.mimetype) == (shown.data, "image/webp")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_question_shows_it_wherever_it_is_shown(as_person, ann, shown):
    learner, attempt = as_person("learner"), begun("learner")
    image = (
        f'<img src="/question-images/{shown.hash}" alt="A “kettle” &amp; a cup" width="64" height="48" loading="lazy" '
        'decoding="async">'
    )
    asked = learner.get(f"/attempts/{attempt}").text
    attempting.submit(attempt, person_named("learner").id, START)
    result = learner.get(f"/attempts/{attempt}/result").text
    own, bank = ann.get(f"{BANK}/M01").text, ann.get(f"{BANK}?words=M01").text
    assert [page.count(image) for page in (asked, result)] == [1, 1]
    assert own.count(image) == 3
    assert "(image: A “kettle” &amp; a cup)" in own
    assert ("(image: A “kettle” &amp; a cup)" in bank, "With an image" in bank) == (True, True)
    assert "image:" not in asked.replace("(image: A", "")


def test_an_image_goes_a_week_after_nothing_names_it_any_more(app, shown):
    outline, ann = newest_outline("small-course"), person_named("instructor").id
    spare, typed = (a_picture(colour) for colour in ("red", "blue"))
    for picture in (spare, typed):
        keep_image(ann, outline, picture, START)
    fields = [("stem", reference(typed.name, "A cup"))]
    typing_questions.keep(ann, outline, "0" * 32, "", fields, START)
    assert clear_images(START + GRACE - timedelta(seconds=1)) == 0
    assert clear_images(START + GRACE) == 1
    assert images() == [shown.hash, typed.hash]
    typing_questions.throw_away(ann, outline, "0" * 32)
    keep_image(ann, outline, typed, START + GRACE)
    assert clear_images(START + GRACE) == 0
    assert clear_images(START + 2 * GRACE) == 1
    assert images() == [shown.hash]
