"""Rules of addresses, compiled once a process: it is most of the time that making an application takes."""

from types import FunctionType

from werkzeug.routing import Rule


def compile_rules_once() -> None:
    """Have Werkzeug keep the function that builds a rule's addresses: it follows from what is the key here."""
    compile_builder, functions = Rule._compile_builder, {}

    def kept(rule: Rule, append_unknown: bool = True) -> FunctionType:
        key = (str(rule._trace), str(rule.defaults), append_unknown)
        if key not in functions:
            functions[key] = compile_builder(rule, append_unknown)
        return functions[key]

    Rule._compile_builder = kept
