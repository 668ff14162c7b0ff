"""The house: what machines hold of its plan."""

import ast
import re
from pathlib import Path

import pytest
from importlinter import api as importlinter

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "course_app"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted((PACKAGE / "web" / "templates").rglob("*.html"))
TOP_LEVEL = {"pyproject.toml", "README.md", "course_app", "lessons", "migrations", "tests"}
DRAWERS = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?|base)$")
MOST_LINES, MOST_FUNCTION_LINES, MOST_TEMPLATE_LINES = 300, 40, 150

ROOMS = {
    "domain": """accommodations announcements assessment attempts backups bank_changes bringing_in colours commenting
        confidence content_hash corrections courses coverage derivation drawing enquiries enrolment_keys enrolments
        erasure errors evidence grading guessing holdings images item_advice item_analysis item_bank item_cues
        item_evidence item_examples item_findings item_form item_signs item_words item_writing late_answers
        learning_states likeness links mailing marking merging names near_names option_letters passkeys periods
        permissions practical_days progress question_faults questions quiz_building quiz_revisions quizzes readability
        reasons receipts records reliability reminders responses retention review_policy reviewing reviews revisions
        rosters search_index search_marks search_words searching second_step sign_in_limits source_runs statistics
        subscriptions text_edits uk_spelling visits windows wording""",
    "domain/question_types": "kinds multiple ordering registry single true_false",
    "gateways": """authenticators backup_file chance clock data_folder database_file database_server erasure_list
        folders guessable keys locks mail passkeys passwords ports tokens""",
    "services": """accommodating accounts administering admitting announcing answer_desk answering approving arranging
        attempting authoring authoring_quizzes authoring_text authoring_use authoring_versions backing_up certifying
        clearing commenting comparing confirming correcting corresponding counting_visits deciding_late demonstrating
        emptying enquiring enrolling enrolling_by_key enrolling_others erasing grading grouping handing_out
        importing_questions importing_rosters indexing inviting keeping_images ledgers links migrating passkeys
        planning_imports previewing prolonging publishing publishing_approvals publishing_evidence publishing_quizzes
        publishing_versions rationing recovering reflecting registering reminding resending restoring securing shifting
        signing_in studying subscribing taking_in tending transaction typing_questions""",
    "queries": """access_ends accommodations accounts administration allowances announcements attempt_scores attempts
        audit audit_things authored_questions authored_quizzes bank bank_choice bank_facts candidates catalogue
        cohort_windows cohorts comments corrections counts coverage database deadlines drawable enquiries enrolment_keys
        erasures excerpts front_page further glossary grounds group_progress holdings holdings_account holdings_learning
        import_plan invitations item_statistics item_tallies kept late_answers learner_home lessons margin messages
        newsletter paging passkeys people person practical_days progress question_images question_imports question_texts
        questions quiz_results quiz_start quizzes receipts records reminders responses results retention reviewed
        roster_plan rosters schema search second_steps standing stored_grades subscriptions syllabus taking_out teaching
        typed_questions viewer""",
    "models": """accommodations announcements attempts audit catalogue cohorts columns corrections enquiries messages
        people practical_days progress question_bank question_imports quizzes records reminders rosters subscriptions
        visits""",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def test_imports_go_down_only():
    assert importlinter.read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
    assert importlinter.use_cases.lint_imports(config_filename=str(ROOT / "pyproject.toml")) is True


def test_the_top_level_is_as_planned():
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - {"course-data", "mutants"} == TOP_LEVEL


@pytest.mark.parametrize("room", ROOMS)
def test_every_file_of_a_room_is_on_its_list(room):
    found = {path.stem for path in (PACKAGE / room).glob("*.py")} - {"__init__"}
    assert found == set(ROOMS[room].split())


def test_no_room_has_a_drawer():
    assert [name_of(path) for path in MODULES if DRAWERS.search(path.stem)] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_too_long(path):
    assert len(path.read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_is_too_long(path):
    assert len(path.read_text().splitlines()) <= MOST_TEMPLATE_LINES


def test_no_function_is_too_long():
    too_long = [
        f"{name_of(path)}: {node.name}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > MOST_FUNCTION_LINES
    ]
    assert too_long == []


def test_every_module_and_every_public_function_says_what_it_is_for():
    silent = []
    for path in MODULES:
        tree = tree_of(path)
        if not ast.get_docstring(tree):
            silent.append(name_of(path))
        silent += [
            f"{name_of(path)}: {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert silent == []


def test_only_the_transaction_commits():
    committing = [
        name_of(path)
        for path in MODULES
        if re.search(r"\.commit\(", path.read_text()) and path.name != "transaction.py"
    ]
    assert committing == []


def test_only_the_clock_reads_the_time():
    """Domain, services and queries take `now` as an argument."""
    reading = [
        name_of(path)
        for path in MODULES
        if path.parent.name in ("domain", "services", "queries", "models", "formats")
        and re.search(r"datetime\.now|time\.time\(|date\.today|utcnow", path.read_text())
    ]
    assert reading == []


def test_every_macro_is_used():
    texts = {path: path.read_text() for path in TEMPLATES}
    unused = []
    for path, text in texts.items():
        for macro in re.findall(r"{%-? *macro +(\w+)", text):
            uses = sum(len(re.findall(rf"\b{macro}\(", other)) for other in texts.values())
            if uses < 2:
                unused.append(f"{name_of(path)}: {macro}")
    assert unused == []


def test_every_template_is_rendered():
    sources = "\n".join(path.read_text() for path in [*MODULES, *TEMPLATES])
    unused = [
        name
        for path in TEMPLATES
        if f'"{(name := path.relative_to(PACKAGE / "web" / "templates").as_posix())}"' not in sources
    ]
    assert unused == []


def test_templates_carry_no_inline_script_or_style():
    """The Content-Security-Policy would refuse them. Data that no browser runs are no script."""
    bad = [
        name_of(path)
        for path in TEMPLATES
        if re.search(
            r"<script(?![^>]*\bsrc=|\stype=\"application/ld\+json\">)|\bstyle=|\bon\w+=\"|javascript:", path.read_text()
        )
    ]
    assert bad == []
