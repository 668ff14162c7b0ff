import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain.evidence import Author, Claim, Reference, Source, Term
from course_app.domain.questions import Option, Question
from course_app.formats.figure_svg import Figure
from course_app.formats.lesson_html import render_lesson
from course_app.formats.lesson_text import parse_lesson

CHEVRON = '<svg class="icon chev" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 5.5l5 5 5-5"/></svg>'
FRONT = "---\nid: soreness\ntitle: T\noutcomes: [o]\ntakeaways: [t]\n---\n"
REFERENCES = {
    "ref-1": Reference("ref-1", "review", "Liu 2015", "article-journal", "Needling reviewed", number=1),
    "ref-2": Reference("ref-2", "review", "Espejo 2017", "article-journal", "Reviewed again", number=2),
    "ref-7": Reference("ref-7", "web", "Centers for Orthopaedics", "webpage", "Dry Needling", number=7),
    "ref-8": Reference("ref-8", "web", "Cleveland Clinic", "webpage", "Sticks it", number=8, seen="repost"),
    "ref-12": Reference("ref-12", "not-located", "Not located", "article", "Adverse", number=12),
    "ref-13": Reference("ref-13", "appraisal", "Zugasti 2018", "article-journal", "Soreness", number=13),
    "brady-2014": Reference("brady-2014", "beyond", "Brady 2014", "article-journal", "Adverse events"),
}
TERMS = {"ache": Term("ache", "Ache", "A *dull* pain.")}
DRAWING = '<svg viewBox="0 0 360 9" aria-hidden="true"></svg>'
FIGURES = {"curve": Figure("curve", "A sketch.", 'Up "and" down.', DRAWING)}
CHECK = Question(
    id="SC1",
    stem="*Which* fits?",
    options=(Option("a", "This", "Too *much*."), Option("b", "That <b>", "Correct. It fits.", is_key=True)),
    topic="a",
    level="apply",
    difficulty="easy",
    pool="self-check",
    claims=("C1",),
)


def source(reference="ref-13", fit="ok", finding="Found it.", cited=True):
    return Source(reference, fit, finding, cited)


def claim(name, *sources, origin="article", text="It is so", confirm=""):
    return Claim(name, origin, text, "ok", confirm=confirm, sources=sources)


def render(body, *claims, places=None, checks=(CHECK,), references=REFERENCES, terms=TERMS):
    lesson, problems = parse_lesson(FRONT + body, "l.md")
    assert problems == []
    return render_lesson(
        lesson,
        claims={one.id: one for one in claims},
        references=references,
        terms=terms,
        figures=FIGURES,
        checks={check.id: check for check in checks},
        places=places or {},
    )


def margin(*claims, references=REFERENCES):
    """The note of one paragraph that carries the claims: its summary, and each entry without its tags' attributes."""
    names = " ".join(one.id for one in claims)
    body = render(f'[x]{{#a claims="{names}"}}', *claims, references=references).body
    summary = re.search(r'<summary><span class="label ([a-z]+)">(.*?)</span> <svg', body)
    entries = re.findall(r'<div class="source">(.*?)</div>', body, re.DOTALL)
    return summary.groups(), [re.sub(r'<(\w+) (?!class="fit")[^>]*>', r"<\1>", entry) for entry in entries]


class Page(HTMLParser):
    """Reads a page: elements, ids, addresses; fails on what does not balance."""

    def __init__(self, html):
        super().__init__()
        self.open, self.elements, self.ids, self.addresses, self.names = [], set(), [], [], set()
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.handle_startendtag(tag, attrs)

    def handle_startendtag(self, tag, attrs):
        self.elements.add(tag)
        self.names |= {name for name, _ in attrs}
        self.ids += [value for name, value in attrs if name == "id"]
        self.addresses += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_a_paragraph_with_a_passage_has_a_marker_and_a_note():
    body = '[Being [sore]{term="ache"} is the *rule*.]{#soreness-rule claims="C1"} See [@ref-13].'
    assert render(body, claim("C1", source(fit="part", finding="*Very* frequent."))).body == (
        '<div class="passage" id="p-1">\n'
        '<p><span class="claim" id="soreness-rule">Being '
        '<button type="button" class="term" popovertarget="g-ache">sore</button> is the <em>rule</em>.</span> See '
        '[<a class="cite" href="#ref-13"><span class="visually-hidden">reference </span>13</a>].'
        '&nbsp;<a class="label marker appraisal" href="#n-1">'
        '<span class="visually-hidden">Sources for this paragraph</span></a></p>\n'
        '<details class="note fold">\n'
        f'<summary><span class="label appraisal">Appraisal or narrative review</span> {CHEVRON}</summary>\n'
        '<div class="sources" id="n-1">\n'
        '<div class="source"><span class="label appraisal">Appraisal or narrative review</span>\n'
        '<cite><a href="#ref-13">13</a> Zugasti 2018</cite>\n'
        '<p><em>Very</em> frequent. <span class="fit">Supports the claim in part.</span></p></div>\n'
        '<p class="source no-print"><a href="soreness/corrections/soreness-rule">Suggest a correction</a></p>\n'
        "</div>\n</details>\n</div>"
    )


def test_text_blocks_without_passages_have_their_number_too():
    body = "One &\ntwo.\n\n::: say\nSay **it**.\n:::\n\n::: say\nOne.\n\nTwo.\n:::\n\n- a\n- b\n\n  c\n\n3. d\n"
    assert render("## A *b* {#a-b}\n\n" + body).body == (
        '<h2 id="a-b">A <em>b</em></h2>\n'
        '<div id="p-1"><p>One &amp;\ntwo.</p></div>\n'
        '<div id="p-2"><p class="say">“Say <strong>it</strong>.”</p></div>\n'
        '<div id="p-3"><div class="say"><p>“One.</p>\n<p>“Two.”</p></div></div>\n'
        '<div id="p-4"><ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul></div>\n'
        '<div id="p-5"><ol start="3"><li>d</li></ol></div>'
    )


def test_a_list_has_one_marker_at_its_end_and_one_note():
    body = render('- [a]{#a claims="C1"}\n- b\n', claim("C1", source())).body
    assert re.sub(r"<details.*", "", body, flags=re.DOTALL) == (
        '<div class="passage" id="p-1">\n<ul><li><span class="claim" id="a">a</span></li><li>b'
        '&nbsp;<a class="label marker appraisal" href="#n-1">'
        '<span class="visually-hidden">Sources for this paragraph</span></a></li></ul>\n'
    )


def test_links_lead_to_lessons_passages_and_the_web():
    body = "[a](lesson:other) [b](passage:here) [c](passage:there) [d](https://example.org/?a=1&b=2) [@brady-2014]"
    assert render(body, places={"here": "soreness", "there": "other"}).body == (
        '<div id="p-1"><p><a href="other">a</a> <a href="#here">b</a> <a href="other#there">c</a> '
        '<a href="https://example.org/?a=1&amp;b=2">d</a> '
        '[<a class="cite" href="#brady-2014">Brady 2014</a>]</p></div>'
    )


def test_a_figure_has_its_description_as_name_and_its_caption_below():
    assert render("::: figure curve\n**A sketch.**\n:::").body == (
        '<figure class="figure" id="fig-curve">\n'
        '<div class="drawing" role="img" aria-label="A sketch. Up &quot;and&quot; down.">'
        f"{DRAWING}</div>\n"
        "<figcaption><strong>A sketch.</strong></figcaption>\n</figure>"
    )


def test_a_self_check_shows_every_rationale_and_leads_back_to_the_sentence():
    body = '[x]{#a claims="C2"} [y]{#b claims="C2 C1"}\n\n::: check SC1\n:::'
    page = render(body, claim("C1", source()), claim("C2", source())).body
    assert page.partition("<section")[2] == (
        ' class="check ui" id="self-check-SC1" aria-labelledby="self-check-SC1-title">\n'
        '<h2 id="self-check-SC1-title">Self-check</h2>\n'
        '<p><em>Which</em> fits?</p>\n<p class="hint">Open one; nothing is recorded.</p>\n'
        f'<details name="self-check-SC1-options"><summary><b>A</b><span>This</span> {CHEVRON}</summary>'
        "<p><strong>Not this one.</strong> Too <em>much</em>.</p></details>\n"
        f'<details name="self-check-SC1-options"><summary><b>B</b><span>That &lt;b&gt;</span> {CHEVRON}</summary>'
        '<p><strong>Correct.</strong> It fits. <a href="#b">The sentence in the text</a></p></details>\n'
        "</section>"
    )


def test_several_self_checks_are_told_apart_and_several_keys_may_be_open_together():
    other = Question("SC2", "?", CHECK.options, "a", "apply", "easy", "self-check", ("C9",), type="multiple")
    body = render("::: check SC1\n:::\n\n::: check SC2\n:::", checks=(CHECK, other)).body
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", body) == ["Self-check 1 of 2", "Self-check 2 of 2"]
    assert re.findall(r"<details[^>]*>", body) == ['<details name="self-check-SC1-options">'] * 2 + ["<details>"] * 2
    assert re.findall(r'<p class="hint">(.*?)</p>', body) == [
        "Open one; nothing is recorded.",
        "More than one may be right. Nothing is recorded.",
    ]


def test_several_findings_of_one_source_stand_together_and_the_gravest_fit_counts():
    first = claim("C1", source(), source("ref-1", "ok", "Same."))
    second = claim("C2", source(finding="More."), source("ref-1", "part", "Same."))
    assert margin(first, second) == (
        ("review", "Review of trials, and one appraisal"),
        [
            "<span>Review of trials</span>\n<cite><a>1</a> Liu 2015</cite>\n"
            '<p>Same. <span class="fit">Supports the claim in part.</span></p>',
            "<span>Appraisal or narrative review</span>\n<cite><a>13</a> Zugasti 2018</cite>\n"
            "<p>Found it.</p>\n<p>More.</p>",
        ],
    )


def test_a_claim_without_citation_says_so_before_the_sources_that_support_it():
    uncited = claim("C1", source("ref-1", cited=False), text="It may drop")
    assert margin(uncited) == (
        ("none", "No citation, and one review"),
        [
            "<span>No citation in the article</span>\n<p>The article gives no source for this.</p>",
            "<span>Review of trials</span>\n<cite><a>1</a> Liu 2015</cite>\n<p>Found it.</p>",
        ],
    )


def test_claims_without_citation_are_named_where_the_note_speaks_of_others_too():
    claims = claim("C1", text="It may drop"), claim("C2", source()), claim("C3", text="Is it?")
    assert margin(*claims) == (
        ("appraisal", "Appraisal, and one without citation"),
        [
            "<span>Appraisal or narrative review</span>\n<cite><a>13</a> Zugasti 2018</cite>\n<p>Found it.</p>",
            "<span>No citation in the article</span>\n"
            '<p>It may drop. Is it? <span class="fit">The article gives no source for this.</span></p>',
        ],
    )


def test_a_source_of_a_claim_beyond_the_article_is_labelled_so_whatever_its_kind():
    assert margin(claim("B1", source("ref-1"), source("brady-2014"), origin="beyond")) == (
        ("beyond", "Beyond the article, two sources"),
        [
            "<span>Beyond the article</span>\n<cite><a>1</a> Liu 2015</cite>\n<p>Found it.</p>",
            "<span>Beyond the article</span>\n<cite><a>Brady 2014</a></cite>\n<p>Found it.</p>",
        ],
    )


def test_what_the_course_says_itself_is_said_to_be_its_own():
    assert margin(claim("B1", origin="beyond")) == (
        ("beyond", "Beyond the article"),
        ["<span>Beyond the article</span>\n<p>The course says so itself; no source is given.</p>"],
    )


@pytest.mark.parametrize(
    ("name", "finding", "line"),
    [
        ("ref-7", "Credited with this; we could not find the page.", ""),
        ("ref-7", "Page not found.", ""),
        ("ref-12", "Cited for this.", ""),
        ("ref-7", "Credited with this.", ' <span class="fit">Not seen by us.</span>'),
    ],
)
def test_not_seen_is_said_once(name, finding, line):
    _, [entry] = margin(claim("C1", source(name, "unseen", finding)))
    assert entry.rpartition("\n")[2] == f"<p>{finding}{line}</p>"


def test_a_fact_to_be_confirmed_says_so_in_the_note_and_on_its_marker():
    assert margin(claim("B1", source("brady-2014"), origin="beyond", confirm="a registered clinician")) == (
        ("beyond", "Beyond the article; to be confirmed"),
        [
            "<span>Beyond the article</span>\n<cite><a>Brady 2014</a></cite>\n<p>Found it.</p>",
            '<p><span class="fit">To be confirmed by a registered clinician.</span></p>',
        ],
    )


def several(*pairs):
    return claim("C1", *(source(name, fit) for name, fit in pairs))


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (several(("ref-1", "ok")), "Review of trials"),
        (several(("ref-1", "ok"), ("ref-2", "ok")), "Two reviews of trials"),
        (several(("ref-8", "web")), "Practitioner or hospital web page"),
        (several(("ref-7", "unseen")), "Practitioner or hospital web page, not seen"),
        (several(("ref-7", "unseen"), ("ref-8", "unseen")), "Two web pages, not seen"),
        (several(("ref-7", "unseen"), ("brady-2014", "ok")), "Web page not seen, and one beyond the article"),
        (several(("ref-7", "unseen"), ("ref-8", "web")), "Two web pages"),
        (several(("ref-12", "unseen")), "Source not located"),
        (several(("ref-12", "unseen"), ("ref-13", "ok")), "Appraisal, and one not located"),
        (
            several(("ref-13", "ok"), ("ref-1", "ok"), ("ref-8", "web")),
            "Review of trials, one appraisal, and one web page",
        ),
        (several(("ref-1", "against")), "Review of trials; does not support the claim"),
        (
            several(("ref-1", "against"), ("ref-13", "against")),
            "Review of trials, and one appraisal; none supports its claim",
        ),
        (
            several(("ref-1", "against"), ("ref-13", "ok")),
            "Review of trials, and one appraisal; one does not support its claim",
        ),
        (
            several(("ref-1", "against"), ("ref-2", "against"), ("ref-8", "web")),
            "Two reviews of trials, and one web page; two do not support their claim",
        ),
        (claim("C1"), "No citation in the article"),
        (
            claim("B1", *(source(name) for name in list(REFERENCES) * 2), origin="beyond"),
            "Beyond the article, seven sources",
        ),
    ],
)
def test_the_summary_names_the_kinds_and_what_is_not_supported(one, words):
    assert margin(one)[0][1] == words


def test_where_sources_are_folded_each_names_the_passages_that_it_is_for():
    claims = (claim("C1", source("ref-1")), claim("C2", source("ref-2")), claim("C3", source("ref-8")))
    spans = '[x]{#a claims="C1 C2"} [y]{#b claims="C2 C3"} [z]{#c claims="C3"}'
    found = re.findall(r'<div class="source"(?: data-for="([^"]*)")?>', render(spans, *claims).body)
    assert found == ["a", "a b", "b c"]
    few = render('[x]{#a claims="C1 C2"}', *claims).body
    assert (few.count('class="source"'), "data-for" in few) == (2, False)


FULL = Reference(
    id="ref-3",
    label="appraisal",
    short="Dommerholt 2011",
    type="article-journal",
    title="Dry needling <now>?",
    number=3,
    authors=(Author("Gerwin", "Robert D"), Author("Sartre", "Jean-Paul"), Author(literal="A & B")),
    container_title="J Man Manip Ther",
    issued="2011-05-15",
    volume="19",
    issue="4",
    page="223–227",
    doi="10.1179/a<b>(c)",
    pmid="23115475",
    url='https://example.org/a"b',
    seen="abstract",
    note="A *doubt*",
    checked_on="2026-11",
)


def listed(*references):
    """The list of references after a text that cites them in this order, one paragraph each."""
    body = "\n\n".join(f"x [@{reference.id}]" for reference in references)
    return render(body, references={reference.id: reference for reference in references}).references


def test_a_reference_is_set_in_full():
    assert listed(FULL) == (
        '<ol class="contents small">\n'
        '<li id="ref-3"><b>3</b> Gerwin RD, Sartre JP, A &amp; B. <i>Dry needling &lt;now&gt;?</i> '
        "J Man Manip Ther, 15 May 2011; 19(4): 223–227. "
        'doi <a href="https://doi.org/10.1179/a%3Cb%3E(c)">10.1179/a&lt;b&gt;(c)</a>. PMID 23115475. '
        '<a href="https://example.org/a%22b">https://example.org/a&quot;b</a>. '
        "Abstract seen. A <em>doubt</em>. Checked on November 2026. "
        '<a href="#p-1">Back to the text<span class="visually-hidden"> from 3</span></a></li>\n'
        "</ol>"
    )


def words_of(reference):
    return re.sub(r"<[^>]*>", "", listed(reference)).strip().removesuffix(f" Back to the text from {reference.short}")


def test_more_than_six_authors_are_cut_short():
    authors = tuple(Author(f"A{n}", "B") for n in range(7))
    assert words_of(Reference("a", "beyond", "A", "article", "T", authors=authors, issued="2020", seen="page")) == (
        "A A0 B, A1 B, A2 B, A3 B, A4 B, A5 B, and others. T. 2020. Page seen."
    )


def test_what_is_not_known_is_left_out_but_for_the_date():
    web = Reference("a", "web", "A", "webpage", "", authors=(Author(literal="A"),), publisher="A", note="Not found")
    assert words_of(web) == "A. Date not known. Not found."
    assert words_of(Reference("a", "web", "A", "webpage", "T", publisher="P", url="javascript:x")) == (
        "A T. P, date not known. javascript:x. Not found by us."
    )
    assert 'href="javascript' not in listed(Reference("a", "web", "A", "webpage", "T", url="javascript:x"))


def test_a_title_that_ends_in_a_quotation_ends_in_one_stop():
    for title, printed in (("On a “twitch”", "On a “twitch”."), ("Ask “why?”", "Ask “why?”"), ("A stop.", "A stop.")):
        assert words_of(Reference("a", "web", "A", "webpage", title, issued="2017", seen="page")) == (
            f"A {printed} 2017. Page seen."
        )


def test_without_a_title_the_note_says_what_the_source_is_about():
    patel = (Author("Patel"),)
    untitled = Reference("a", "beyond", "A", "report", "", authors=patel, issued="2019", seen="page", note="On X")
    assert words_of(untitled) == "A Patel. 2019. Page seen. On X."


def test_a_short_name_that_is_authors_and_year_is_not_said_twice():
    brady = Reference("a", "beyond", "Brady 2014", "report", "", authors=(Author("Brady"),), issued="2014", seen="page")
    assert listed(brady).startswith('<ol class="contents small">\n<li id="a">Brady. 2014. Page seen. <a')
    both = (Author("Dommerholt"), Author("Gerwin"))
    pair = Reference("a", "beyond", "Dommerholt and Gerwin 2015", "report", "", authors=both, issued="2015")
    assert "<b>" not in listed(pair)
    assert "<b>Mintken 2015</b> Dommerholt, Gerwin." in listed(replace(pair, short="Mintken 2015"))
    assert '<li id="a"><b>3</b> Brady.' in listed(replace(brady, number=3))
    undated = replace(pair, short="Halle and Halle", authors=(Author("Halle"), Author("Halle")), issued="")
    assert listed(undated).startswith(
        '<ol class="contents small">\n<li id="a">Halle, Halle. Date not known. Not found by us. <a'
    )


def test_references_come_by_number_then_by_name_and_lead_back_to_their_first_use():
    body = '[x]{#a claims="C1"}\n\ny [@brady-2014] [@ref-2]\n\n::: figure curve\nz [@ref-8] [@ref-13]\n:::\n'
    page = render(body, claim("C1", source(), source("ref-1"), source("brady-2014")))
    assert re.findall(r'<li id="([^"]*)".*?<a href="#([^"]*)">Back', page.references) == [
        ("ref-1", "p-1"),
        ("ref-2", "p-2"),
        ("ref-8", "fig-curve"),
        ("ref-13", "p-1"),
        ("brady-2014", "p-1"),
    ]


def test_without_sources_and_terms_there_are_no_lists():
    page = render("Words.")
    assert (page.references, page.terms) == ("", "")


def test_each_term_has_one_popover():
    assert render('[a]{term="ache"}\n\n[b]{term="ache"}').terms == (
        '<div class="gloss" id="g-ache" popover><strong>Ache.</strong> A <em>dull</em> pain.</div>'
    )


def test_an_unknown_id_is_the_callers_fault():
    with pytest.raises(KeyError):
        render('[x]{#a claims="C1"}')


ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)" style="a">'
ELEMENTS = {
    *("p", "span", "a", "em", "strong", "button", "div", "details", "summary", "svg", "path", "cite", "ul", "ol"),
    *("li", "h2", "section", "b", "i", "figure", "figcaption"),
}
ATTRIBUTES = {
    *("id", "class", "href", "type", "popovertarget", "popover", "aria-hidden", "aria-labelledby", "aria-label"),
    *("viewbox", "d", "role", "name", "start"),
}
EVERYTHING = (
    '[x <b]{#a claims="C1 C2"} [y]{term="ache"} [@ref-13] \\<b onclick="x"> &lt;script&gt; [z](https://a.b/?"onx=1)'
    "\n\n::: figure curve\nx\n:::\n\n::: check SC1\n:::\n"
)


def test_attacks_in_every_field_of_text_come_out_as_words():
    evil = Reference(
        "ref-13", "appraisal", ATTACK, ATTACK, ATTACK, None, (Author(ATTACK, ATTACK), Author(literal=ATTACK)),
        *[ATTACK] * 9, "page", ATTACK, ATTACK, ATTACK,
    )  # fmt: skip
    options = tuple(Option(letter, ATTACK + letter, ATTACK, letter == "a") for letter in "ab")
    check = Question("SC1", ATTACK, options, "a", "apply", "easy", "self-check", ("C1",))
    claims = claim("C1", source(finding=ATTACK), text=ATTACK, confirm=ATTACK), claim("C2", text=ATTACK)
    terms = {"ache": Term("ache", ATTACK, ATTACK)}
    page = render(EVERYTHING, *claims, checks=(check,), references={"ref-13": evil}, terms=terms)
    for part in (page.body, page.references, page.terms):
        read = Page(part)
        assert read.elements - ELEMENTS == set()
        assert read.names - ATTRIBUTES == set()
        assert [
            address
            for address in read.addresses
            if not re.match(r"#|soreness/corrections/a$|https://(?:a\.b|doi\.org)/", address)
        ] == []
    assert (page.body + page.references + page.terms).count("<script") == 0
    assert (page.body + page.references + page.terms).count("&lt;script&gt;") > 20


NAMES = st.sampled_from(["a", "b", "c", "d"])
TEXT = st.sampled_from(["word", "*em*", "**strong**", "a < b & c", "&quot;", '"', "é😀", "\\*", "https://x.y", "'"])
PLAIN = st.lists(TEXT, min_size=1, max_size=4).map(" ".join)
RUN = st.one_of(
    PLAIN,
    PLAIN.map('[{}]{{term="ache"}}'.format),
    st.builds('[{} [t]{{term="ache"}} [@ref-1]]{{#{} claims="C1 C2"}}'.format, PLAIN, NAMES),
    st.just("[@brady-2014]"),
    st.just("*[l](lesson:x) [w](https://x.y/z)*"),
)
RUNS = st.lists(RUN, min_size=1, max_size=4).map("\n".join)
BLOCK = st.one_of(
    RUNS,
    RUNS.map(lambda run: "- " + run.replace("\n", "\n- ")),
    RUNS.map("::: say\n{}\n\nand\n:::".format),
    st.just("::: check SC1\n:::"),
    PLAIN.map("::: figure curve\nx {}\n:::".format),
    st.builds("## {} {{#{}}}".format, PLAIN, NAMES),
)


@settings(deadline=None)
@given(st.lists(BLOCK, max_size=6).map("\n\n".join))
def test_every_lesson_without_problems_comes_out_well_formed_with_unique_ids(body):
    if parse_lesson(FRONT + body, "l.md")[1]:
        return
    page = render(body, claim("C1", source("ref-7", "unseen")), claim("C2"))
    whole = Page(page.body + page.references + page.terms)
    assert len(set(whole.ids)) == len(whole.ids)
    targets = {address[1:] for address in whole.addresses if address.startswith("#")}
    assert targets - set(whole.ids) == set()
