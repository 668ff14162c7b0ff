"""The types of question, one module each. Nothing outside this package and the four places below knows a type by name.

A type is a `kinds.QuestionType`: what it asks of a definition, what a response is, which share of the point a response
is worth and why, what the correct response is, in which order its options may be shown, which rules of marking
(`kinds.Credit`) it offers. All of it are pure functions of a question and of permanent letters; a response is a tuple
of letters, () when nothing is answered. The engine (drawing, saving, grading, regrading, verifying, receipts, results,
statistics) asks the registry and stays as it is.

To add a type:

1. a module here with its functions and its `TYPE`, and a line in `registry`; worked examples of its marks in
   `tests/domain/question_types/`, as tables of response → share, with the reason in words;
2. a component, where none of the controls fits ("one": radio buttons; "several": boxes; "order": lines to be moved): a
   macro beside `templates/components/ordering.html`, called by `components/question.html` by the type's `control`. It
   works as a plain form, names its fields `slot-<n>`, and `attempt.js` reads the choice from these;
3. the format entry: `sign` and `sign_advice` say what stands between the brackets of an option in question text; the
   other formats name in their docstrings which types they carry;
4. a paragraph in `lessons/README.md`, and the item-writing rules that apply to it (`domain/item_writing.py`).
"""
