"""The instructor's forms: nothing typed is lost, nothing is stored but by “Save”, it works without JavaScript."""

import re
from html import unescape

from sqlalchemy import func, select

from course_app.extensions import db
from course_app.models import QuestionVersion, QuizVersion
from tests.instructor_pages import TYPED as PLAIN

BANK = "/instructor/small-course/questions"
QUIZZES = "/instructor/small-course/quizzes"
ADVICE, JSON = "/instructor/small-course/question-drafts", {"Accept": "application/json"}
TYPED = PLAIN | {
    "stem": "Which <kettle> *whistles*?",
    "option-1": "غلاية",
    "reason-1": "It is cold.",
    "letter-2": "",
    "option-2": "",
    "reason-2": "",
    "passage": "tea-is-warm",
}
QUIZ = {
    "title": "Tea, once more",
    "pass_percent": "70",
    "time_limit": "10 min",
    "attempts": "",
    "delay": "",
    "presentation": "one-per-page",
    "passed": "6",
    "failed": "2",
    "part-0-title": "Effects",
    "part-0-minimum": "1",
    "part-0-id": "",
    "part-0-0-kind": "draw",
    "part-0-0-count": "2",
    "part-0-0-topic": "effects",
    "part-0-0-pool": "quiz",
}


def stored(model=QuestionVersion):
    with db.engines["read"].connect() as connection:
        return connection.scalar(select(func.count()).select_from(model))


def fields(page):
    """What the page's form would send: names and values of its text fields."""
    found = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', page)
    return {name: unescape(value) for name, value in found}


def test_a_question_is_written_and_put_into_use_by_the_form_alone(ann, visible):
    answer = ann.post(BANK, data=TYPED | {"act": "save"})
    assert (answer.status_code, answer.location) == (303, f"{BANK}/Q1")
    page = ann.get(f"{BANK}/Q1").text
    assert "Saved as Q1. It is a draft" in visible(page)
    assert "Which &lt;kettle&gt; <em>whistles</em>?" in page
    assert ann.post(f"{BANK}/Q1/state", data={"state": "approved"}).status_code == 303
    assert "In use: attempts that start from now on may be asked it." in visible(ann.get(f"{BANK}/Q1").text)


def test_other_buttons_store_nothing_and_keep_what_was_typed(ann):
    before = stored()
    for act, options in (("preview", 3), ("add-option", 4), ("remove-option-0", 2), ("nonsense", 3)):
        answer = ann.post(BANK, data=TYPED | {"act": act})
        assert answer.status_code == 422
        assert len([name for name in fields(answer.text) if name.startswith("option-")]) == options
        assert fields(answer.text)["stem"] == TYPED["stem"]
        assert 'name="claim" value="C1" checked' in answer.text
        assert 'name="holds" value="tea-is-warm" checked' in answer.text
    assert stored() == before


def test_a_button_that_names_no_option_changes_nothing(ann):
    typed = TYPED | {f"option-{place}": f"Tea {place}" for place in range(4)}
    shown = fields(ann.post(BANK, data=typed | {"act": "preview"}).text)
    for place in ("", "x", "²", "4", "9" * 5_000):
        for name in ("remove", "raise"):
            answer = ann.post(BANK, data=typed | {"act": f"{name}-option-{place}"})
            assert (answer.status_code, fields(answer.text)) == (422, shown)
    assert shown["option-3"] == "Tea 3"


def test_what_is_wrong_is_said_at_its_place_and_linked(ann):
    edited = TYPED | {"act": "save", "reason-1": "", "topic": "kettles", "opened": "1"}
    answer = ann.post(f"{BANK}/T02/versions", data=edited)
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', answer.text) == [
        ("reason-1", "Option 2 has no reason why it is right or wrong."),
        ("topic", "Choose the topic from the list."),
    ]
    assert fields(answer.text)["option-1"] == TYPED["option-1"]
    assert '<details class="stack-s" id="more" open>' in answer.text


def test_a_draft_is_saved_with_what_there_is_and_says_what_it_still_lacks(ann, visible):
    bare = {"stem": "Which kettle?", "type": "single", "option-0": "This", "option-1": "That", "key": "0"}
    answer = ann.post(BANK, data=bare | {"act": "save"})
    assert (answer.status_code, answer.location) == (303, f"{BANK}/Q1")
    page = visible(ann.get(answer.location).text)
    assert "Option A has no reason why it is right or wrong. Option B has no reason" in page
    assert "Choose the topic from the list. Choose the level" in page


def test_the_first_screen_asks_for_what_only_the_author_knows(ann):
    page = ann.get("/instructor/small-course/new-question").text
    assert '<details class="stack-s" id="more">' in page
    assert page.index('id="stem"') < page.index('id="options"') < page.index('id="claims"') < page.index('id="more"')
    assert page.index('id="more"') < page.index('id="topic"')


def test_the_topic_is_that_of_the_other_questions_on_the_sentence(ann, visible):
    shown = ann.post(BANK, data=TYPED | {"act": "preview", "topic": ""}).text
    assert '<option value="brewing" selected>' in shown
    assert 'id="guessed">' in shown
    nothing = ann.post(BANK, data=TYPED | {"act": "preview", "topic": "", "passage": ""}).text
    assert ('<option value="brewing" selected>' in nothing, 'id="guessed" hidden>' in nothing) == (False, True)
    assert ann.post(BANK, data=TYPED | {"act": "save", "topic": ""}).status_code == 303
    assert "Choose the topic" not in visible(ann.get(f"{BANK}/Q1").text)


def test_findings_stand_beside_the_form_and_come_alone_for_the_script(ann, visible):
    before = stored()
    long = TYPED | {"option-0": "The one on the fire, that has been boiling for longer than all of the others"}
    page = ann.post(BANK, data=long | {"act": "preview"}).text
    alone = ann.post(ADVICE, data=long | {"topic": ""}, headers=JSON)
    assert (alone.status_code, alone.mimetype, alone.json["topic"]) == (200, "application/json", "brewing")
    for part in alone.json["parts"].values():
        assert visible(part) in visible(page)
    told = alone.json["parts"]["advice"]
    assert 'href="#option-0"' in told
    assert "length tells it." in visible(told)
    assert stored() == before


def test_the_result_of_both_answers_is_shown_with_reasons_and_the_passage(ann, visible):
    part = ann.post(ADVICE, data=TYPED, headers=JSON).json["parts"]["afterwards"]
    assert re.findall(r"(\d of 1 point)", visible(part)) == ["1 of 1 point", "0 of 1 point"]
    assert "Correct. It boils." in visible(part)
    assert part.count("Where it is taught") == 2
    nothing = ann.post(ADVICE, data={"stem": "How?"}, headers=JSON).json["parts"]["afterwards"]
    assert "as soon as it has two options" in visible(nothing)


def test_blank_options_stay_as_rows_and_are_asked_for_once(ann):
    blank = PLAIN | {"act": "save", "passage": "tea-is-warm"}
    blank |= {f"{field}-{place}": "" for field in ("letter", "option", "reason") for place in range(4)}
    answer = ann.post(BANK, data={name: value for name, value in blank.items() if name != "key"})
    assert re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', answer.text) == [
        ("options", "Write at least two options."),
    ]
    assert answer.text.count("data-text") == 4


def test_a_row_left_blank_between_two_options_does_not_shift_what_is_wrong(ann):
    gap = TYPED | {"act": "save", "option-1": "", "reason-1": "", "option-2": "The one on the fire", "opened": "1"}
    answer = ann.post(f"{BANK}/T02/versions", data=gap)
    assert re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', answer.text) == [
        ("option-1", "Options 1 and 2 say the same."),
        ("reason-1", "Option 2 has no reason why it is right or wrong."),
    ]
    assert [value for name, value in fields(answer.text).items() if name.startswith("option-")] == [
        "The one on the fire",
        "The one on the fire",
        "",
    ]


def test_an_older_form_is_refused_with_both_versions_and_saved_when_sent_again(ann, visible):
    page = ann.get(f"{BANK}/T02/edit").text
    mine = fields(page) | {"opened": "1", "type": "single", "key": "2", "claim": "C1", "act": "save"}
    mine |= {"topic": "brewing", "level": "apply", "difficulty": "easy", "pool": "quiz"}
    mine |= {f"letter-{place}": letter for place, letter in enumerate("abcd")}
    assert ann.post(f"{BANK}/T02/versions", data=mine | {"stem": "Theirs?"}).status_code == 303
    refused = ann.post(f"{BANK}/T02/versions", data=mine | {"stem": "Mine?"})
    assert refused.status_code == 422
    assert "Question Yours Mine? Theirs, version 2 Theirs? When you opened it Which answer" in visible(refused.text)
    assert fields(refused.text)["stem"] == "Mine?"
    assert 'name="opened" value="2"' in refused.text
    again = ann.post(f"{BANK}/T02/versions", data=mine | {"stem": "Mine?", "opened": "2"})
    assert (again.status_code, again.location) == (303, f"{BANK}/T02")


def test_two_versions_are_put_together_piece_by_piece_and_stored_by_save_alone(ann, visible):
    page = ann.get(f"{BANK}/T02/edit").text
    mine = fields(page) | {"opened": "1", "type": "single", "key": "2", "claim": "C1", "act": "save"}
    mine |= {"topic": "brewing", "level": "apply", "difficulty": "easy", "pool": "quiz"}
    mine |= {f"letter-{place}": letter for place, letter in enumerate("abcd")}
    ann.post(f"{BANK}/T02/versions", data=mine | {"stem": "Theirs?", "option-0": "Their tea", "level": "analyse"})
    refused = ann.post(f"{BANK}/T02/versions", data=mine | {"stem": "Mine?", "option-1": "My tea", "key": "3"})
    proposed = dict(re.findall(r'name="take-([\w-]+)" value="(\w+)" checked', refused.text))
    assert proposed == {
        "stem": "yours",
        "option-a": "theirs",
        "option-b": "yours",
        "key": "yours",
        "level": "theirs",
    }
    before = stored()
    choice = {f"take-{piece}": whose for piece, whose in (proposed | {"stem": "theirs"}).items()}
    sent = mine | {"stem": "Mine?", "option-1": "My tea", "key": "3", "opened": "2"}
    together = ann.post(f"{BANK}/T02/versions", data=sent | choice | {"act": "merge"})
    assert (together.status_code, stored()) == (422, before)
    typed = fields(together.text)
    assert [typed[one] for one in ("stem", "option-0", "option-1")] == ["Theirs?", "Their tea", "My tea"]
    assert '<option value="analyse" selected>' in together.text
    assert re.findall(r'name="key" value="(\d)" checked', together.text) == ["3"]
    assert "Put together in the form, and not saved yet." in visible(together.text)


def test_the_sentence_of_a_claim_is_found_by_words_of_either(ann, visible):
    whole = ann.get("/instructor/small-course/new-question").text
    passages = r'name="passage" value="([^"]+)"'
    assert len(re.findall(passages, whole)) > 1
    assert 'id="none-chosen">' in whole
    answer = ann.post(BANK, data=TYPED | {"act": "seek", "sought": "TÉA warm"})
    assert re.findall(passages, answer.text) == ["tea-is-warm"]
    assert "One sentence has these words." in visible(answer.text)
    assert 'name="claim" value="C1" checked' in answer.text
    assert 'id="none-chosen" hidden>' in answer.text
    nothing = ann.post(BANK, data=TYPED | {"act": "seek", "sought": "kettles of gold"}).text
    assert (re.findall(passages, nothing), "No sentence has all these words." in visible(nothing)) == ([], True)


def test_an_untouched_form_changes_nothing(ann, visible):
    page = ann.get(f"{BANK}/T01/edit").text
    same = fields(page) | {"opened": "1", "type": "single", "key": "1", "claim": "C1", "act": "save"}
    same |= {"topic": "brewing", "level": "apply", "difficulty": "easy", "pool": "quiz", "fixed_order": "1"}
    same |= {f"letter-{place}": letter for place, letter in enumerate("abcd")}
    assert ann.post(f"{BANK}/T01/versions", data=same).status_code == 303
    assert "Nothing was changed: that is what it said already." in visible(ann.get(f"{BANK}/T01").text)


def test_the_bank_is_narrowed_searched_and_paged(ann, visible):
    def codes(query):
        return re.findall(rf'href="{BANK}/([^"/]+)"', ann.get(f"{BANK}?{query}").text)

    assert codes("words=m01") == ["M01"]
    assert codes("words=ANSWER+t02") == ["T02"]
    assert codes("words=nothing+at+all") == []
    assert set(codes("pool=final")) < set(codes(""))
    assert codes("topic=unknown") == codes("")
    assert "No question fits." in visible(ann.get(f"{BANK}?words=nothing").text)


def test_a_quiz_is_built_tried_and_published_by_the_form_alone(ann, visible):
    answer = ann.post(QUIZZES, data=QUIZ | {"act": "save"})
    assert (answer.status_code, answer.location) == (303, f"{QUIZZES}/tea-once-more")
    page = visible(ann.get(answer.location).text)
    assert "Not published . Version 1." in page
    assert "To pass 2 of 2, and at least 1 of 2 in effects." in page
    version = f"{answer.location}/versions/1"
    trial = ann.post(f"{version}/trials")
    assert ann.get(trial.location).status_code == 200
    unread = ann.post(f"{version}/publication")
    assert (unread.status_code, "Nothing was published yet." in unread.text) == (422, True)
    assert ann.post(f"{version}/publication", data={"read": "yes"}).location == answer.location
    assert "Published: attempts that start from now on take version 1." in visible(ann.get(answer.location).text)


def test_a_part_and_lines_come_go_and_move_without_storing_anything(ann):
    before = stored(QuizVersion)

    def shown(act):
        page = ann.post(QUIZZES, data=QUIZ | {"part-0-1-kind": "question", "part-0-1-question": "T01", "act": act})
        assert page.status_code == 422
        return re.findall(r'name="(part-\d+-\d+)-kind" value="(\w+)"', page.text), page.text.count('-title" type')

    draw, question = ("part-0-0", "draw"), ("part-0-1", "question")
    assert shown("preview") == ([draw, question], 1)
    assert shown("add-part") == ([draw, question], 2)
    assert shown("add-draw/0") == ([draw, question, ("part-0-2", "draw")], 1)
    assert shown("remove-place/0/0") == ([("part-0-0", "question")], 1)
    assert shown("move-place/0/1/0") == ([("part-0-0", "question"), ("part-0-1", "draw")], 1)
    for nonsense in (
        "remove-part/9",
        "move-place/0/x",
        "move-place/0/0",
        "move-place/0/0/2",
        "move-part/0/1",
        "remove-place/0",
        "///",
    ):
        assert shown(nonsense) == ([draw, question], 1)
    assert stored(QuizVersion) == before


def test_numbers_and_times_that_cannot_be_are_kept_as_typed_and_refused(ann):
    answer = ann.post(QUIZZES, data=QUIZ | {"act": "save", "pass_percent": "lots", "time_limit": "soon", "title": ""})
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#([^"]+)">', answer.text) == ["title", "pass_percent", "time_limit"]
    assert 'value="lots"' in answer.text
    assert 'value="soon"' in answer.text


def test_checking_says_what_cannot_be_read_and_gives_no_rule_that_was_not_typed(ann, visible):
    answer = ann.post(QUIZZES, data=QUIZ | {"act": "preview", "time_limit": "five", "delay": "soon"})
    assert re.findall(r'<li><a href="#([^"]+)">', answer.text) == ["time_limit", "delay"]
    page = visible(answer.text)
    assert "Your time The time limit cannot be read yet. Attempts The attempts or the wait" in page
    assert "No limit. Take" not in page


def test_a_question_is_found_by_its_words_and_taken(ann, visible):
    line = {"part-0-1-kind": "question", "part-0-1-question": "right T02"}
    found = ann.post(QUIZZES, data=QUIZ | line | {"act": "find"})
    assert re.findall(r'name="part-0-1-pick" value="(\w+)"', found.text) == ["T02"]
    assert "One question in use has “right T02”:" in visible(found.text)
    assert "Not saved" not in found.text
    taken = ann.post(QUIZZES, data=QUIZ | line | {"act": "take", "part-0-1-pick": "T02"}).text
    assert 'name="part-0-1-question" type="text" value="T02"' in taken
    assert "Which answer is right in T02?" in visible(taken)
    assert ann.post(QUIZZES, data=QUIZ | line | {"act": "save", "part-0-1-pick": "T02"}).status_code == 303


def test_words_that_name_no_question_are_not_saved_as_one(ann, visible):
    line = {"part-0-1-kind": "question", "part-0-1-question": "kettle", "act": "save"}
    before = stored(QuizVersion)
    answer = ann.post(QUIZZES, data=QUIZ | line)
    assert re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', answer.text) == [
        ("part-0-1-question", "The bank has no question “kettle”. Choose one by its words, or write its code."),
    ]
    assert "No question in use has “kettle”." in visible(answer.text)
    assert stored(QuizVersion) == before


def test_two_searches_take_as_many_statements_as_one(ann, statements):
    counts = []
    ann.get(QUIZZES)
    for words in (["answer"], ["answer", "right"]):
        lines = {f"part-0-{place}-kind": "question" for place in range(1, len(words) + 1)}
        lines |= {f"part-0-{place}-question": one for place, one in enumerate(words, 1)}
        with statements() as seen:
            ann.post(QUIZZES, data=QUIZ | lines | {"act": "find"})
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_question_is_added_to_a_quiz_from_its_own_page(ann):
    page = ann.get(f"{BANK}/T02").text
    assert f'href="{QUIZZES}/practice/edit?question=T02"' in page
    form = ann.get(f"{QUIZZES}/practice/edit?question=T02").text
    assert re.findall(r'name="part-1-\d+-question" type="text" value="(\w+)"', form) == ["M01", "T02"]
    assert f'href="{QUIZZES}/practice/edit?question=M01"' not in ann.get(f"{BANK}/M01").text
    again = ann.get(f"{QUIZZES}/practice/edit?question=M01").text
    assert re.findall(r'name="part-1-\d+-question" type="text" value="(\w+)"', again) == ["M01"]
    assert 'value="T02"' in ann.get("/instructor/small-course/new-quiz?question=T02").text


def test_an_older_form_of_a_quiz_is_refused_with_both_versions_and_saved_when_sent_again(ann, visible):
    mine = QUIZ | {"act": "save", "opened": "1"}
    assert ann.post(f"{QUIZZES}/practice/versions", data=mine | {"title": "Theirs"}).status_code == 303
    refused = ann.post(f"{QUIZZES}/practice/versions", data=mine | {"title": "Mine"})
    assert refused.status_code == 422
    assert "Title Yours: Mine Version 2: Theirs" in visible(refused.text)
    assert 'name="opened" value="2"' in refused.text
    again = ann.post(f"{QUIZZES}/practice/versions", data=mine | {"title": "Mine", "opened": "2"})
    assert (again.status_code, again.location) == (303, f"{QUIZZES}/practice/versions/3")


def test_availability_stands_beside_each_draw(ann, visible):
    page = visible(ann.post(QUIZZES, data=QUIZ | {"act": "preview"}).text)
    assert re.search(r"\d+ available, 2 drawn", page)


def test_a_quiz_says_whom_it_concerns_before_it_is_published_and_is_taken_back_with_a_reason(ann, visible):
    page = ann.get("/instructor/small-course/new-quiz").text
    assert 'name="required" value="1" aria' in page
    built = ann.post(QUIZZES, data=QUIZ | {"required": "1", "act": "save"}).location
    assert "When you publish it It must be passed to complete the course: 2 learners" in visible(ann.get(built).text)
    ann.post(f"{built}/versions/1/publication", data={"read": "yes"})
    refused = ann.post(f"{built}/publication/removal", data={"reason": " "})
    assert (refused.status_code, "Write the reason." in visible(refused.text)) == (422, True)
    assert ann.post(f"{built}/publication/removal", data={"reason": "A draw was wrong"}).location == built
    page = visible(ann.get(built).text)
    assert "Not published any more: nothing new starts." in page
    assert "Not published . Version 1." in page


def test_a_quiz_of_the_text_says_where_it_is_taken_away(ann, visible):
    page = visible(ann.get(f"{QUIZZES}/practice").text)
    assert "take its file out of the course’s folder" in page
    assert "Unpublish" not in page
    assert ann.post(f"{QUIZZES}/practice/publication/removal", data={"reason": "Away"}).status_code == 422
