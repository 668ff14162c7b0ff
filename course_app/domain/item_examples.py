"""For each rule on a single item: how it is broken, and the same said better. Each is a stem, an option or a reason."""

from typing import NamedTuple


class Example(NamedTuple):
    """A text that breaks a rule, and one that keeps it."""

    poor: str
    better: str


EXAMPLES: dict[str, Example] = {
    "L01": Example("Yes / No", "Within a day / Within a week / Within a month / Not known"),
    "L02": Example("All of the above", "Soreness and a small bruise"),
    "L03": Example(
        "Which of these signs is not expected on the day after a session?",
        "Which of these signs calls for help on the day after a session?",
    ),
    "L04": Example(
        "Key: “Soreness that settles by itself within about three days”. Others: “Infection”, “Fracture”.",
        "Key: “Soreness that settles”. Others: “An early infection”, “A stress fracture”.",
    ),
    "L05": Example(
        "“Ice” beside “Rest of the treated limb for at least two days”",
        "“Ice on the treated limb” beside “Rest for the treated limb”",
    ),
    "L06": Example("The ache always lasts three days", "The ache mostly lasts up to three days"),
    "L07": Example(
        "Key: “It may ease pain”. Others: “It heals discs”, “It sets bones”.",
        "Key: “It may ease pain”. Others: “It may heal discs”, “It could set bones”.",
    ),
    "L08": Example(
        "The usual length of soreness after a first session, as the review gives it, is:",
        "How long does soreness after a first session usually last, as the review gives it?",
    ),
    "L09": Example(
        "“Which twitch is meant?” with the key “A local twitch” and no twitch elsewhere",
        "“Which twitch is meant?” with a twitch in two of the options",
    ),
    "L10": Example(
        "Key: “Sore for two days”. Others: “Sore for two weeks”, “Numb for two days”.",
        "Key: “Sore for two days”. Others: “Numb for two weeks”, “Pale for a month”.",
    ),
    "L11": Example("“Resting”, “Walking”, “An ice pack”", "“Resting”, “Walking”, “Cooling”"),
    "L12": Example("“72 hours”, “6 hours”, “24 hours”, shuffled", "“6 hours”, “24 hours”, “72 hours”, in fixed order"),
    "L13": Example(
        "“The patient should rest”, “The patient should walk”",
        "“What should the patient do first?” with “Rest” and “Walk”",
    ),
    "L14": Example(
        "How long? And why?",
        "For how long after a first session does the review expect some soreness?",
    ),
    "L15": Example(
        "Why do people ask about it? Name the effect that the review reports most often.",
        "People ask about effects before they agree. Which effect does the review report most often?",
    ),
    "L16": Example(
        "Which of the following is true of soreness after a session of needling?",
        "How long does soreness after a session of needling last in most people?",
    ),
    "L17": Example("Wrong.", "Too short: the review found that soreness mostly lasts longer than one night."),
    "L18": Example("A question that no sentence of a lesson answers", "A question on a sentence that you choose"),
    "L19": Example("A reference that says nothing of the claim", "The reference that stands beside the claim"),
    "L20": Example(
        "Correct. The review says that it cured pain in everybody who was treated.",
        "Correct. The review says that pain was lower for some weeks after treatment.",
    ),
    "L21": Example("It relieves pain", "It may relieve pain for some weeks, the article says"),
    "L22": Example("A sentence taken from the article word for word", "The same thought in your own words"),
    "L23": Example("How does it release toxins?", "How does the article say that it works?"),
    "L26": Example("How long do the effects last?", "How long, according to a hospital’s page, do the effects last?"),
    "L27": Example("As ref 12 shows, it helps.", "The article cites ref 12 for this; its record was not located."),
    "L28": Example("No sentence is chosen", "The sentence is chosen at which the lesson opens after a wrong answer"),
    "L30": Example(
        "For the patient of the previous question, which advice fits best on day two?",
        "For a patient with a small bruise, which advice fits best on day two?",
    ),
    "L31": Example("It is sore because fibres were irritated", "Irritated muscle fibres"),
    "L32": Example("A change of color around the site", "A change of colour around the site"),
    "L33": Example(
        "Mr Smith asks how long a bruise after a session lasts. Which answer fits?",
        "A patient asks how long a bruise after a session lasts. Which answer fits?",
    ),
    "L34": Example(
        "Key: “About 72 hours”. Others: “Some weeks”, “A night”.",
        "Key: “About 72 hours”. Others: “About 6 hours”, “About 300 hours”.",
    ),
    "L36": Example(
        "A question on what a regulator asks for, with no date",
        "The same, with the day on which you looked the rule up",
    ),
}
