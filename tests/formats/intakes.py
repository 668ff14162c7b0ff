"""What tests say of an intake in few words."""


def taken(intake):
    """The questions that were taken, of a file of which nothing else is to be said."""
    assert (intake.rejected, intake.problems) == ((), ())
    return [one.question for one in intake.taken]


def one(intake):
    """The only item, taken."""
    (question,) = taken(intake)
    return question


def rejections(intake):
    """(line, reason) of every rejected item, where nothing was taken."""
    assert intake.taken == ()
    return [(problem.line, problem.message) for item in intake.rejected for problem in item.problems]


def refusal(intake):
    """The one sentence on a file that cannot be read."""
    assert (intake.found, intake.taken, intake.rejected) == (0, (), ())
    (problem,) = intake.problems
    assert problem.level == "error"
    return problem.message


def told_of(question):
    """Its id, topic, level and tags."""
    return (question.id, question.topic, question.level, question.tags)


def options(question):
    """(text, reason, whether right) of every option."""
    return [(option.text, option.rationale, option.is_key) for option in question.options]
