"""What each verb holds while it decides: without that, PostgreSQL lets two of them decide on the same facts.

A verb that reads before it writes calls one of the `HOLDING` functions of services/transaction.py, itself or through
a function of the same room. One that need not stands here, with the reason.
"""

import ast
from pathlib import Path

SERVICES = Path(__file__).resolve().parents[2] / "course_app" / "services"
BEGINNING = {"transaction", "core_transaction"}
HOLDING = {"hold", "hold_name", "held", "held_by_key", "first_free"}
NEED_NOT = {
    "accounts.make_person": "a unique e-mail decides",
    "accounts.choose_appearance": "writes what it was given",
    "arranging.add_day": "appends",
    "clearing._forget_tries": "removes what counts no more; a second time finds nothing",
    "clearing._remove_mails": "removes what was kept long enough; a second time finds nothing",
    "clearing._remove_plain": "removes what was kept long enough; a second time finds nothing",
    "corresponding._note": "writes what it was given; the claim is this worker's alone",
    "counting_visits.add_visits": "one statement, which adds to what is there",
    "demonstrating._enrol": "a unique active enrolment decides; one server makes a demonstration",
    "importing_questions.clear_question_imports": "removes what is a day old; a second time finds nothing",
    "importing_rosters.clear_rows": "removes what is a day old; a second time finds nothing",
    "importing_rosters.store_plan": "appends",
    "inviting.invite": "a unique e-mail decides",
    "keeping_images.clear_images": "one delete, which looks again",
    "passkeys.use_passkey": "one update, which looks again",
    "registering.note_registration": "appends",
    "securing.use_code": "one update, which looks again",
    "signing_in.note_failure": "appends",
    "signing_in.open_sign_in": "appends; the token is new",
    "signing_in.close_sign_in": "one update, which looks again",
    "signing_in.revoke_sign_in": "one update, which looks again",
    "signing_in.revoke_other_sign_ins": "one update, which looks again",
    "signing_in.note_seen": "writes what it was given",
    "typing_questions.throw_away": "removes one's own; a second time finds nothing",
}


def test_every_verb_holds_what_it_decides_upon_or_says_why_not():
    functions = {
        f"{path.stem}.{node.name}": node
        for path in sorted(SERVICES.glob("*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
    }
    called = {name: names_called(node) for name, node in functions.items()}
    holding = {name for name, names in called.items() if names & HOLDING}
    while more := {name for name, names in called.items() if names & {one.split(".")[1] for one in holding}} - holding:
        holding |= more
    verbs = {name for name, node in functions.items() if begins(node)}
    assert verbs - holding == NEED_NOT.keys()


def test_rows_are_held_in_one_way():
    writing = [path.name for path in sorted(SERVICES.glob("*.py")) if "with_for_update" in path.read_text()]
    assert writing == ["transaction.py"]


def names_called(node: ast.AST) -> set[str]:
    """The names of the functions that are called in it."""
    calls = (call for call in ast.walk(node) if isinstance(call, ast.Call))
    return {call.func.id for call in calls if isinstance(call.func, ast.Name)}


def begins(node: ast.AST) -> bool:
    """Whether it begins a transaction."""
    return any(
        isinstance(item.context_expr, ast.Call) and getattr(item.context_expr.func, "id", "") in BEGINNING
        for block in ast.walk(node)
        if isinstance(block, ast.With)
        for item in block.items
    )
