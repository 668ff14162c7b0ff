"""Files as other programs write them, made after the public descriptions of their formats; how many items they hold.

Each holds every kind of item that is taken, and kinds that are not.
"""

import io
import zipfile
from zlib import crc32

GIFT = r"""$CATEGORY: $course$/top/Side effects

// Muscles, second year   [id:M-01] [tag:level: apply] [tag:week two]
::Soreness 1:: How long after needling can a muscle be sore\: what does the paper say? {
  =Up to 72 hours #Right; see its table 2.
  ~At most 6 hours #That is the shortest window.
  ~%25%A week
  ####The window is given in table 2.
}

::M2::[html]<p>A <b>flare</b> of pain is usual.</p>{FALSE#It is not, on the whole.#Right.}

Which of these belong to informed consent?{
  ~%50%The likely effects # Yes.
  ~%50%The rare harms
  ~%-50%The price of needles
}

[markdown]The paper calls a local twitch {=*useful* ~needed ~harmful} for the treatment.

Put the course of soreness in order. {>3 ALL VERTICAL RELATIVE_NEXT_EXCLUDE_LAST
Onset
Peak
Relief
}

How many sessions were studied? {#3:1}

Who wrote it? {=Brady =Brady et al.}

Match them. {=one -> two =three -> four}

Describe a twitch. {}

A line of text without any question.

Broken {=a ~b
"""
GIFT_ITEMS, GIFT_TAKEN = 11, 5

AIKEN = """What does a local twitch show?
A. A contraction of the taut band
B. A nerve injury
C) Nothing at all
ANSWER: A

Soreness always needs treatment.
A. True
B. False
ANSWER: B

Which letter is missing?
A. One
C. Two
ANSWER: A

This one says nothing of its answer.
A. One
B. Two

Two answers?
A. One
B. Two
ANSWER: A, B
"""
AIKEN_ITEMS, AIKEN_TAKEN = 5, 2

MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0 -->
  <question type="category">
    <category><text>$course$/top/Physio/Side effects</text></category>
    <info format="html"><text></text></info><idnumber></idnumber>
  </question>
<!-- question: 41 -->
  <question type="multichoice">
    <name><text>Soreness 1</text></name>
    <questiontext format="html">
      <text><![CDATA[<p dir="ltr" style="text-align: left;">How long can it <em>last</em>?<br></p>]]></text>
    </questiontext>
    <generalfeedback format="html"><text><![CDATA[<p>See table 2.</p>]]></text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><idnumber>M-01</idnumber>
    <single>true</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>
    <correctfeedback format="html"><text>Your answer is correct.</text></correctfeedback>
    <partiallycorrectfeedback format="html"><text></text></partiallycorrectfeedback>
    <incorrectfeedback format="html"><text></text></incorrectfeedback>
    <answer fraction="100" format="html">
      <text><![CDATA[<p>72 hours</p>]]></text><feedback format="html"><text>Right.</text></feedback>
    </answer>
    <answer fraction="0" format="html">
      <text><![CDATA[<p>6 hours</p>]]></text><feedback format="html"><text></text></feedback>
    </answer>
    <tags><tag><text>level: apply</text></tag><tag><text>week two</text></tag></tags>
  </question>
  <question type="multichoice">
    <name><text>Consent</text></name>
    <questiontext format="plain_text"><text>What belongs to consent &amp; why * ?</text></questiontext>
    <defaultgrade>2</defaultgrade><single>false</single><shuffleanswers>0</shuffleanswers>
    <answer fraction="50"><text>Effects</text></answer>
    <answer fraction="50"><text>Harms</text></answer>
    <answer fraction="0"><text>The price</text></answer>
  </question>
  <question type="truefalse">
    <name><text>Flare</text></name>
    <questiontext format="moodle_auto_format"><text>Flares are usual.</text></questiontext>
    <answer fraction="0"><text>true</text><feedback><text>No.</text></feedback></answer>
    <answer fraction="100"><text>false</text><feedback><text>Right.</text></feedback></answer>
  </question>
  <question type="ordering">
    <name><text>Course</text></name>
    <questiontext format="markdown"><text>Put **soreness** in order.</text></questiontext>
    <layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype><selectcount>0</selectcount>
    <gradingtype>ABSOLUTE_POSITION</gradingtype>
    <answer fraction="1" format="html"><text>Onset</text></answer>
    <answer fraction="2" format="html"><text>Peak</text></answer>
    <answer fraction="3" format="html"><text>Relief</text></answer>
  </question>
  <question type="multichoice">
    <name><text>With an image</text></name>
    <questiontext format="html"><text><![CDATA[<p>See <img src="@@PLUGINFILE@@/a.png" alt="x"></p>]]></text>
      <file name="a.png" path="/" encoding="base64">iVBORw0KGgo=</file></questiontext>
    <single>true</single>
    <answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>
  </question>
  <question type="multichoice">
    <name><text>A list</text></name>
    <questiontext format="html"><text><![CDATA[Which?<ul><li>one</li></ul>]]></text></questiontext>
    <single>true</single>
    <answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>
  </question>
  <question type="essay"><name><text>Essay</text></name><questiontext><text>Write.</text></questiontext></question>
  <question type="cloze"><name><text>Gaps</text></name><questiontext><text>{1:SA:=a}</text></questiontext></question>
</quiz>
"""
MOODLE_ITEMS, MOODLE_TAKEN = 8, 4

CSV = (
    "ID;Question;Option A;Reason A;Option B;Reason B;Right;Level;Owner\r\n"
    'M-01;"How long\r\ncan it last?";72 hours;Right.;6 hours;;a;apply;Ann\r\n'
    ";Flares are usual.;True;;False;;false;;\r\n"
    ";Which?;One;;One;;a;;\r\n"
    ";Which?;One;;Two;;c;;\r\n"
    ";Which?;One;;Two;;a;hard;\r\n"
    "\r\n"
    '"bad" quotes;Which?;One;;Two;;a;;\r\n'
)
CSV_ITEMS, CSV_TAKEN = 6, 2

PASTED = """Quiz on soreness

1. How long can \u201csoreness\u201d last?
\ta)\u00a06 hours
\tb)\u00a0up to **72** hours
\tc)\u00a0a week\x0bor more
Answer: b
Explanation: Table 2 says so.

2) What belongs to consent?
(a) Effects
(b) Harms
(c) The price
Answers: a and b

3. Which is starred?
*A. This
B. That

4. Which is bold?
\u2022 one
\u2022 **two**
\u2022 <i>three</i>

5. True or false: flares are usual.
Answer: False

6. On one line?\ta) yes\tb) no
Answer: A.

7. Nothing is marked
a) yes
b) no

8. The answer is none of them
a) yes
b) no
Answer: e

9. Letters with gaps
a) yes
c) no
Answer: a
"""
PASTED_ITEMS, PASTED_TAKEN = 10, 6


def qti_item(
    kind,
    options=("One", "Two"),
    right="a1",
    stem="&lt;p&gt;Which &lt;b&gt;one&lt;/b&gt;?&lt;/p&gt;",
    more="",
    many="Single",
):
    """One item as Canvas writes it; options are named a0, a1 …, `right` is what stands in the condition."""
    test = right if right.startswith("<") else f'<varequal respident="response1">{right}</varequal>'
    labels = "".join(
        f'<response_label ident="a{n}"><material><mattext texttype="text/plain">{text}</mattext></material>'
        "</response_label>\n"
        for n, text in enumerate(options)
    )
    return f"""<item ident="g{crc32(repr((kind, stem, right, many)).encode())}x" title="Question">
<itemmetadata><qtimetadata>
<qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>{kind}</fieldentry></qtimetadatafield>
<qtimetadatafield><fieldlabel>points_possible</fieldlabel><fieldentry>1.0</fieldentry></qtimetadatafield>
</qtimetadata></itemmetadata>
<presentation><material><mattext texttype="text/html">{stem}</mattext></material>
<response_lid ident="response1" rcardinality="{many}"><render_choice>
{labels}</render_choice></response_lid></presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
<respcondition continue="Yes"><conditionvar><varequal respident="response1">a0</varequal></conditionvar>
<displayfeedback feedbacktype="Response" linkrefid="a0_fb"/></respcondition>
<respcondition continue="No"><conditionvar>{test}</conditionvar>
<setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing>
<itemfeedback ident="a0_fb"><flow_mat><material><mattext texttype="text/html">&lt;p&gt;Not this.&lt;/p&gt;</mattext>
</material></flow_mat></itemfeedback>
{more}</item>
"""


AND = (
    '<and><varequal respident="response1">a0</varequal><not><varequal respident="response1">a1</varequal></not>'
    '<varequal respident="response1">a2</varequal></and>'
)
IMAGE = '&lt;p&gt;See &lt;img src="$IMS-CC-FILEBASE$/a.png"&gt;&lt;/p&gt;'
QTI_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">
<assessment ident="i1" title="Soreness"><section ident="root_section">
"""
QTI_FOOT = "</section></assessment></questestinterop>\n"
QTI = (
    QTI_HEAD
    + qti_item("multiple_choice_question")
    + qti_item("true_false_question", ("True", "False"), "a0", "Flares are usual.")
    + qti_item("multiple_answers_question", ("One", "Two", "Three"), AND, many="Multiple")
    + qti_item("", ("One", "Two"), "a0")
    + qti_item("multiple_choice_question", stem=IMAGE)
    + qti_item("essay_question")
    + qti_item("multiple_choice_question", right="a7")
    + QTI_FOOT
)
QTI_ITEMS, QTI_TAKEN = 7, 4

MANIFEST = """<?xml version="1.0"?>
<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><resources>
<resource identifier="i1" type="imsqti_xmlv1p2"><file href="i1/i1.xml"/></resource>
</resources></manifest>
"""


def zipped(files, **how):
    """A package of files by name; `how` goes to ZipFile."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", **{"compression": zipfile.ZIP_DEFLATED, **how}) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return packed.getvalue()


PACKAGE = zipped({"imsmanifest.xml": MANIFEST, "i1/i1.xml": QTI, "i1/assessment_meta.xml": "<quiz/>"})
