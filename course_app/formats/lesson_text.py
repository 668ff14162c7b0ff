"""Lesson text: one lesson, front matter and Markdown.

The file begins with a line `---`, fields in YAML (`id`, `title`, `outcomes`, `takeaways`; `open: true` if visitors
may read it without an account) and a line `---`. Then the body:

    ## How common, how long {#how-long}

    ::: say
    You will probably be sore afterwards.
    :::

    [Being sore is the rule.]{#soreness-rule claims="C42"} The review that the article
    cites [@ref-13] calls [soreness]{term="post-needling-soreness"} very frequent.

    ::: figure soreness-curve
    **A sketch, not data.** Soreness rises, then settles.
    :::

    ::: check SC521
    :::

- Sections: `## Heading {#id}`, no other level. Between them paragraphs, lists, *emphasis*, **strong**, and links to
  `https://…`, `lesson:id` and `passage:id`. Nothing else of Markdown: no HTML, images, tables, quotations, code.
- A passage `[words]{#id claims="C42 B15"}` stands within one paragraph, item of a list or say block, and not within
  another; a glossary term `[words]{term="id"}` and a citation `[@ref-13]` may stand in it.
- `::: say` holds paragraphs, `::: figure id` a caption of one paragraph, `::: check ID` nothing; all end with `:::`.
- Ids of sections and passages are unique in the lesson. The page keeps some for itself: `main`, `top`, `text`,
  `theme`, `take`, `references`, `completion`, `p-1`, `n-1`, and what begins with `g-`, `fig-` or `self-check`.

`paragraphs` counts the text blocks: a paragraph, a say block, a whole list. A passage's `around` is the paragraph (in
a list: the item) that it stands in; citations leave no trace in it. `words` are those of the text blocks.
"""

from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from course_app.domain.courses import Heading, Lesson, Passage
from course_app.formats.lesson_faults import faults_of
from course_app.formats.lesson_markdown import Block, passages, plain, read_blocks, spans
from course_app.formats.problems import Problem
from course_app.formats.strict_yaml import Fields, read_yaml

_FENCE = "---"


def parse_lesson(text: str, path: str) -> tuple[Lesson | None, list[Problem]]:
    """The lesson and all problems. None when the file gives no usable id; with problems the lesson may lack parts."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, body, first_line = _parts(text)
    blocks = read_blocks(body)
    found = [Problem(path, first_line + line, 0, said) for line, said in faults_of(body, blocks, first_line)]
    if front is None:
        said = "A lesson begins with a line `---`, its fields (`id`, `title`, …), and another line `---`."
        return None, [Problem(path, 1, 0, said), *sorted(found)]
    lesson, problems = _with_fields(front, path, _facts(blocks), body)
    return lesson, problems + sorted(set(found))


def _parts(text: str) -> tuple[str | None, str, int]:
    """Front matter, body, and the line of the file on which the body begins."""
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == _FENCE][:2]
    if len(fences) < 2 or fences[0] != 0:
        return None, text, 1
    return "\n".join(lines[1 : fences[1]]), "\n".join(lines[fences[1] + 1 :]), fences[1] + 2


def _with_fields(front: str, path: str, facts: dict, body: str) -> tuple[Lesson | None, list[Problem]]:
    node, problems = read_yaml(front, path, first_line=2)
    if node is None:
        return None, problems
    fields = Fields(node, path, problems, "the front matter")
    lesson = Lesson(
        id=fields.ident("id"),
        title=fields.text("title", required=True),
        outcomes=_listed(fields, "outcomes", "After this lesson you can …"),
        takeaways=_listed(fields, "takeaways", "To take with you"),
        is_open=fields.flag("open"),
        body=body,
        **facts,
    )
    fields.done()
    return lesson if lesson.id else None, problems


def _listed(fields: Fields, name: str, heading: str) -> tuple[str, ...]:
    before = len(fields.problems)
    texts = fields.texts(name)
    if not texts and len(fields.problems) == before:
        fields.report(name, f"The front matter needs `{name}`, a list with at least one entry (“{heading}”).")
    return texts


def _facts(blocks: list[Block]) -> dict:
    inlines = [inline for block in blocks for inline in block.inlines]
    tokens = [token for inline in inlines for token in inline.children]
    texts = [block for block in blocks if block.number]
    return {
        "sections": tuple(Heading(b.name, plain(b.inlines[0].children)) for b in blocks if b.kind == "heading"),
        "passages": tuple(passage for block in texts for passage in _passages(block)),
        "terms": _unique(_terms(inlines)),
        "citations": _unique(token.content for token in tokens if token.type == "citation"),
        "figures": _unique(block.name for block in blocks if block.kind == "figure"),
        "checks": _unique(block.name for block in blocks if block.kind == "check"),
        "links": _unique(str(token.attrs.get("href", "")) for token in tokens if token.type == "link_open"),
        "words": sum(len(plain(inline.children).split()) for block in texts for inline in block.inlines),
        "paragraphs": len(texts),
    }


def _passages(block: Block) -> Iterator[Passage]:
    for inline in block.inlines:
        around = plain(inline.children)
        for token, words in passages(inline):
            attributes = token.meta["attributes"]
            claims = tuple(attributes.get("claims", "").split())
            sources = tuple(attributes.get("sources", "").split())
            yield Passage(attributes["id"], claims, plain(words), block.section, block.number, around, sources)


def _terms(inlines: list[Token]) -> Iterator[str]:
    for inline in inlines:
        for token, _ in spans(inline.children):
            yield (token.meta["attributes"] or {}).get("term", "")


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
