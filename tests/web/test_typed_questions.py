"""What is typed into the form of a question is kept until it is saved or thrown away, for its author alone."""

import re

from sqlalchemy import func, select

from course_app.extensions import db
from course_app.models import TypedQuestion
from course_app.services.typing_questions import LARGEST, MOST
from tests.instructor_pages import BANK, TYPED

NEW, DRAFTS, JSON = (
    "/instructor/small-course/new-question",
    "/instructor/small-course/question-drafts",
    {"Accept": "application/json"},
)
BEGUN = TYPED | {"stem": "Which <kettle>\r\n\r\n“whistles”?", "claim": "C1", "level": "evaluate", "fixed_order": "1"}


def kept():
    with db.engines["read"].connect() as connection:
        return connection.scalar(select(func.count()).select_from(TypedQuestion))


def draft_in(page):
    return re.search(r'name="draft" value="([0-9a-f]{32})"', page)[1]


def sent(person, fields, page=NEW):
    """A form opened and, after a pause, sent by the script; its id."""
    draft = draft_in(person.get(page).text)
    answer = person.post(DRAFTS, data=fields | {"draft": draft}, headers=JSON)
    assert answer.json["kept"] == "Draft kept 09:00."
    return draft


def values(page):
    """Every field of the form as it would be sent, but for the form's own."""
    form = page[page.index('id="question"') : page.index("</form>", page.index('id="question"'))]
    texts = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)<', form)
    return texts + re.findall(
        r'<input[^>]* name="(key|claim|holds|letter-\d|fixed_order)" value="([^"]*)" checked', form
    )


def test_what_was_typed_is_found_again_and_is_the_same(ann, visible):
    draft = sent(ann, BEGUN)
    opened = ann.get(NEW).text
    assert "You were writing this on Sunday 22 November 2026 at 09:00" in visible(opened)
    assert "Which &lt;kettle&gt; “whistles”?" in opened
    again = ann.get(f"{NEW}?draft={draft}").text
    assert draft_in(again) == draft
    shown = ann.post(BANK, data=BEGUN | {"act": "preview", "draft": draft}).text
    assert values(again) == values(shown)
    assert '<option value="evaluate" selected>' in again
    assert kept() == 1


def test_every_button_keeps_it_without_a_script_and_saving_ends_it(ann):
    draft = draft_in(ann.get(NEW).text)
    for act in ("preview", "add-option", "save"):
        assert ann.post(BANK, data=BEGUN | {"act": act, "draft": draft, "type": "essay"}).status_code == 422
        assert kept() == 1
    assert ann.post(BANK, data=BEGUN | {"act": "save", "draft": draft}).status_code == 303
    assert kept() == 0


def test_a_new_version_is_kept_with_the_version_it_was_opened_on(ann, visible):
    edit = f"{BANK}/T02/edit"
    draft = sent(ann, BEGUN | {"code": "T02", "opened": "1"}, edit)
    assert "You were writing this" not in visible(ann.get(NEW).text)
    assert f'href="{edit}?draft={draft}"' in ann.get(edit).text
    theirs = BEGUN | {"stem": "Theirs?", "opened": "1", "act": "save", "reason-1": "It is cold."}
    assert ann.post(f"{BANK}/T02/versions", data=theirs).status_code == 303
    again = ann.get(f"{edit}?draft={draft}").text
    assert 'name="opened" value="1"' in again
    refused = ann.post(f"{BANK}/T02/versions", data=theirs | {"stem": "Mine?", "draft": draft})
    assert (refused.status_code, "Yours beside theirs" in refused.text, kept()) == (422, True, 1)


def test_two_forms_are_kept_apart_and_each_is_thrown_away_by_itself(ann):
    one, other = sent(ann, BEGUN), sent(ann, BEGUN | {"stem": "The other?"})
    assert len({one, other}) == kept() == 2
    answer = ann.post(f"{DRAFTS}/{one}/removal", data={})
    assert (answer.status_code, answer.location) == (303, NEW)
    assert re.findall(r'draft=([0-9a-f]{32})"', ann.get(NEW).text) == [other]


def test_nobody_else_finds_it_or_writes_into_it(ann, as_person):
    draft = sent(ann, BEGUN)
    admin = as_person("admin")
    assert "You were writing this" not in admin.get(NEW).text
    assert admin.get(f"{NEW}?draft={draft}").status_code == 404
    assert admin.post(f"{DRAFTS}/{draft}/removal", data={}).status_code == 404
    answer = admin.post(DRAFTS, data=BEGUN | {"stem": "Admin’s?", "draft": draft}, headers=JSON)
    assert (answer.json["kept"], kept()) == ("Draft kept 09:00.", 2)
    without = admin.post(DRAFTS, data=BEGUN | {"draft": "1"}, headers=JSON)
    assert without.json["kept"] == "The form has no number of its own. Open it anew."
    assert "whistles" in as_person("instructor").get(f"{NEW}?draft={draft}").text


def test_too_much_is_refused_in_words_and_the_eldest_goes_when_there_are_too_many(ann):
    draft = draft_in(ann.get(NEW).text)
    answer = ann.post(DRAFTS, data=BEGUN | {"stem": "W" * LARGEST, "draft": draft}, headers=JSON)
    assert (answer.json["kept"][:28], kept()) == ("That is too long to be kept ", 0)
    forms = [f"{number:032x}" for number in range(MOST + 2)]
    for form in forms:
        ann.post(DRAFTS, data={"stem": form, "draft": form}, headers=JSON)
    assert kept() == MOST
    assert [ann.get(f"{NEW}?draft={form}").status_code for form in forms[1:3]] == [404, 200]
