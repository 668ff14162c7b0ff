"""course.yaml: title, audience, modules in order.

    id: foundation-dry-needling          # permanent; the address /courses/foundation-dry-needling
    title: Foundations of dry needling
    question: What can you honestly tell a patient about dry needling?   # headline of the home page
    summary: A theory course for …       # one or two sentences
    language: en-GB                      # left out: en-GB
    zone: Europe/London                  # the course's time zone; left out: Europe/London
    audience: you are a registered …     # completes "It is for you if …"
    limits: It is theory only. …         # what finishing it does not permit
    article: {title: "…", publisher: "…", issued: 2022-05-15}
    item-writing: strict                 # strict or plain; left out: plain
    enrolment: open                      # open: anyone signed in · closed (left out): an administrator enrols
    clinical-review: {name: , registration: , date: , scope: }   # blank until somebody has reviewed
    topics:                              # id: title, in the order in which results show them
      mechanisms: Mechanisms
    specimen: soreness-window            # passage shown on the home page with its margin
    practical-days-after: scope          # the lesson at whose end the practical days to come are shown
    sayings:                             # what a learner can say afterwards, with the passage that carries it
      - {say: Expect to be sore., passage: soreness-window}
    modules:
      - id: foundations
        title: Foundations
        summary: What the procedure is, …
        clinical-review: true            # its lessons carry "Not yet reviewed by a registered clinician" until then
        lessons:
          - what-this-course-is          # the id of a lesson file
          - {id: what-happens, title: What happens, claims: [C1]}   # no file yet: "in preparation"; it will carry C1
        quizzes: [mechanisms]
    quizzes: [final-assessment]          # quizzes that belong to no module

Needed: id and title of the course and of each module, id and title of a planned lesson, both halves of a saying.
A module, lesson or quiz stands in the outline once. Numbers (5.2) come from this order, planned lessons included.
"""

import re
import zoneinfo
from collections.abc import Iterable

from course_app.domain.courses import Article, ClinicalReview, Course, LessonEntry, Module, Saying
from course_app.formats.problems import Problem
from course_app.formats.strict_yaml import WORDS, Fields, Node, did_you_mean, read_yaml

LANGUAGE = "[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"


def parse_course(text: str, path: str) -> tuple[Course | None, list[Problem]]:
    """The course (None without an id) and all problems."""
    node, problems = read_yaml(text, path)
    if node is None:
        return None, problems
    fields = Fields(node, path, problems, "the course")
    course = Course(
        id=fields.ident(),
        title=fields.text("title", required=True),
        question=fields.text("question"),
        summary=fields.text("summary"),
        language=fields.shaped("language", LANGUAGE, "a language tag such as en-GB") or Course.language,
        zone=_zone(fields),
        audience=fields.text("audience"),
        limits=fields.text("limits"),
        article=_article(fields.inner("article", "the article")),
        item_writing=fields.choice("item-writing", ("strict", "plain"), default=Course.item_writing),
        enrolment=fields.choice("enrolment", ("open", "closed"), default=Course.enrolment),
        clinical_review=_clinical_review(fields.inner("clinical-review", "the clinical review")),
        topics=_topics(fields.node("topics"), fields),
        specimen=fields.text("specimen"),
        practical_days_after=fields.text("practical-days-after"),
        sayings=tuple(_saying(entry, fields) for entry in fields.nodes("sayings")),
        modules=tuple(_module(entry, fields) for entry in fields.nodes("modules")),
        quizzes=fields.texts("quizzes"),
    )
    fields.done()
    _report_repeats(node, fields)
    return (course if course.id else None), problems


def _zone(fields: Fields) -> str:
    name = fields.text("zone") or Course.zone
    try:
        zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = did_you_mean(name, zoneinfo.available_timezones())
        fields.report("zone", f"`{name}` is not a time zone such as Europe/London.{near}")
        return Course.zone
    return name


def _article(fields: Fields) -> Article:
    article = Article(fields.text("title"), fields.text("publisher"), fields.date("issued"))
    fields.done()
    return article


def _clinical_review(fields: Fields) -> ClinicalReview:
    review = ClinicalReview(
        name=fields.text("name"),
        registration=fields.text("registration"),
        date=fields.date("date"),
        scope=fields.text("scope"),
    )
    fields.done()
    return review


def _topics(node: Node | None, course: Fields) -> tuple[tuple[str, str], ...]:
    if node is None:
        return ()
    fields = Fields(node, course.path, course.problems, "the list of topics")
    topics = []
    for ident in node.value if isinstance(node.value, dict) else ():
        if not re.fullmatch(WORDS, ident):
            fields.report(ident, f"The topic `{ident}` must be lower-case words joined by hyphens.")
        topics.append((ident, fields.text(ident, required=True)))
    return tuple(topics)


def _saying(node: Node, course: Fields) -> Saying:
    fields = Fields(node, course.path, course.problems, "a saying")
    saying = Saying(fields.text("say", required=True), fields.text("passage", required=True))
    fields.done()
    return saying


def _module(node: Node, course: Fields) -> Module:
    fields = Fields(node, course.path, course.problems, "a module")
    module = Module(
        id=fields.ident(),
        title=fields.text("title", required=True),
        summary=fields.text("summary"),
        clinical_review=fields.flag("clinical-review"),
        lessons=tuple(_lesson(entry, fields) for entry in fields.nodes("lessons")),
        quizzes=fields.texts("quizzes"),
    )
    fields.done()
    return module


def _lesson(node: Node, module: Fields) -> LessonEntry:
    if not isinstance(node.value, dict | list):
        return LessonEntry(node.written)
    fields = Fields(node, module.path, module.problems, "a planned lesson")
    lesson = LessonEntry(
        fields.ident(), fields.text("title", required=True), planned=True, claims=fields.texts("claims")
    )
    fields.done()
    return lesson


def _report_repeats(course: Node, fields: Fields) -> None:
    modules = _along([course], "modules")
    lessons = _along(modules, "lessons")
    outline = {
        "module": _along(modules, "id"),
        "lesson": [*lessons, *_along(lessons, "id")],
        "quiz": [*_along(modules, "quizzes"), *_along([course], "quizzes")],
    }
    for kind, nodes in outline.items():
        seen = set()
        for node in sorted(nodes, key=lambda node: (node.line, node.column)):
            if node.written and node.written in seen:
                message = f"The {kind} `{node.written}` stands in the outline twice."
                fields.problems.append(Problem(fields.path, node.line, node.column, message))
            seen.add(node.written)


def _along(nodes: Iterable[Node], name: str) -> list[Node]:
    """What the mappings among `nodes` hold under `name`; a list counts as its entries."""
    found = [node.value[name] for node in nodes if isinstance(node.value, dict) and name in node.value]
    return [entry for node in found for entry in (node.value if isinstance(node.value, list) else [node])]
