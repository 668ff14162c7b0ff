"""A YAML file that is one list of entries with an `id` each: references, claims, glossary.

An empty file is an empty list. An id given twice in the file is a problem at its second place.
"""

from course_app.formats.problems import Problem
from course_app.formats.strict_yaml import Fields, Node, read_yaml


def read_list(text: str, path: str, what: str) -> tuple[list[Fields], list[Problem]]:
    """The fields of each entry, and the list to which they will add their problems. `what`: "a claim"."""
    node, problems = read_yaml(text, path)
    return [Fields(entry, path, problems, what) for entry in _entries(node, path, problems)], problems


def _entries(node: Node | None, path: str, problems: list[Problem]) -> list[Node]:
    if node is None or node.value is None:
        return []
    if not isinstance(node.value, list):
        problems.append(Problem(path, node.line, node.column, "The file holds a list: each entry begins with `- id:`."))
        return []
    lines: dict[str, int] = {}
    for entry in node.value:
        ident = entry.value.get("id") if isinstance(entry.value, dict) else None
        if ident is None or ident.value is None:
            continue
        if ident.written in lines:
            message = f"The id `{ident.written}` is used twice (first on line {lines[ident.written]})."
            problems.append(Problem(path, ident.line, ident.column, message))
        lines.setdefault(ident.written, ident.line)
    return node.value
