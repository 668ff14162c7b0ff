"""The mails of the site as plain text: one function a mail, each returning subject and body.

In the body stands `LINK`, alone on its line, where the mail's link belongs; the link itself is kept apart from the
text and put in when the mail is sent (`with_link`), so that a stored text gives nobody access. `STOP` stands likewise
for the page on which its reader stops mails of that kind; a text that has it is not sent without a subscription.
"""

from dataclasses import dataclass

from course_app.formats.person_text import masked

LINK = "{link}"
CHOOSE_ANOTHER = "choose a new password with “Forgotten your password?” on the sign-in page at once"
LINK_LINE = f"\n{LINK}\n"
STOP = "{stop}"
STOP_LINE = f"\n{STOP}\n"


@dataclass(frozen=True)
class MailText:
    """Subject and body of one mail."""

    subject: str
    body: str


def has_link(body: str) -> bool:
    """Whether a link belongs into the body."""
    return LINK_LINE in body


def with_link(body: str, link: str) -> str:
    """The body with its link in place."""
    return body.replace(LINK_LINE, f"\n{link}\n", 1)


def with_stop(body: str, page: str) -> str:
    """The body with the address of the page that stops such mails: the last of those lines, which is ours."""
    before, _, after = body.rpartition(STOP_LINE)
    return f"{before}\n{page}\n{after}"


def confirmation(site: str, name: str) -> MailText:
    """After registering: is this address yours?"""
    return letter(
        f"Confirm your e-mail for {site}",
        site,
        name,
        f"You have an account at {site} with this e-mail. Open this page and press the button to confirm that the "
        "address is yours:",
        LINK,
        "The link works once, within three days. You can read every lesson without it; it is asked for before the "
        "first assessed quiz.",
        "If you did not register, ignore this mail. Nobody can confirm the address without it.",
    )


def invitation(site: str, name: str, course: str = "") -> MailText:
    """Somebody who runs courses made an account; `course` is the title of the one the person is enrolled in."""
    made = f"An account was made for you at {site}"
    return letter(
        f"Your account at {site}",
        site,
        name,
        f"{made}, so that you can take “{course}”." if course else f"{made}.",
        "Choose a password here, and it is yours:",
        LINK,
        "The link works once, within two weeks. After that ask whoever runs your course for a new one.",
        "If you do not know what this is about, ignore this mail. Nobody can sign in without that link.",
    )


def enrolled(site: str, name: str, course: str, sign_in: str) -> MailText:
    """Somebody who has an account was enrolled by whoever runs courses; `sign_in` is the sign-in page's address."""
    return letter(
        f"You are enrolled in “{course}”",
        site,
        name,
        f"You can take “{course}” at {site} now. Sign in with the account that you have there:",
        sign_in,
        "If you have chosen no password yet, use the link of your invitation, or “Forgotten your password?” on that "
        "page.",
        "If you do not know what this is about, ask whoever runs your course. Nothing else of your account has "
        "changed.",
    )


def new_password(site: str, name: str) -> MailText:
    """The way back in."""
    return letter(
        f"A new password for {site}",
        site,
        name,
        f"Somebody, probably you, asked for a new password for your account at {site}. Choose it here:",
        LINK,
        "The link works once, within one hour. It ends every sign-in of your account, on all devices.",
        "If it was not you, ignore this mail: your password stays as it is.",
    )


def new_email(site: str, name: str) -> MailText:
    """To the new address: is it yours?"""
    return letter(
        f"Confirm your new e-mail for {site}",
        site,
        name,
        f"You want to use this e-mail for your account at {site}. Open this page and press the button:",
        LINK,
        "The link works once, within one day. Until then your account keeps the old e-mail.",
        "If this was not you, ignore this mail. Nothing changes.",
    )


def email_changed(site: str, name: str, new_address: str) -> MailText:
    """To the old address, when the new one holds."""
    return letter(
        f"Your e-mail at {site} has changed",
        site,
        name,
        f"Your account at {site} now has the e-mail {masked(new_address)}. You sign in with that one.",
        "If this was not you, somebody else can use your account. Write to whoever runs your course at once.",
    )


def password_changed(site: str, name: str) -> MailText:
    """A notice that the password is another one."""
    return letter(
        f"Your password at {site} has changed",
        site,
        name,
        f"The password of your account at {site} was changed just now, and you are signed out on your other "
        "devices. Passkeys sign in as before; your account page lists and removes them.",
        f"If this was not you, {CHOOSE_ANOTHER}.",
    )


def second_step_changed(site: str, name: str, *, is_on: bool) -> MailText:
    """A notice that signing in takes a code of an authenticator app from now on, or does so no more."""
    asked = "now asks for a code of your authenticator app" if is_on else "asks for the password alone again"
    return letter(
        f"Signing in at {site} has changed",
        site,
        name,
        f"Signing in to your account at {site} {asked}.",
        f"If this was not you, {CHOOSE_ANOTHER}, and write to whoever runs your course.",
    )


def second_step_reset(site: str, name: str) -> MailText:
    """A notice that an administrator let the person in without the authenticator app."""
    return letter(
        f"Signing in at {site} has changed",
        site,
        name,
        f"An administrator of {site} turned the second step of your account off, as is done for somebody who has lost "
        "their authenticator app. You are signed out everywhere, and sign in with your password alone.",
        "Turn the second step on again on your account page. If one of your passkeys is on a lost device, remove it "
        "there.",
        f"If you did not ask for this, {CHOOSE_ANOTHER}, and write to whoever runs your course.",
    )


def passkey_added(site: str, name: str, passkey: str) -> MailText:
    """A notice that one can sign in with another passkey."""
    return letter(
        f"A passkey was added at {site}",
        site,
        name,
        f"The passkey “{passkey}” now signs in to your account at {site}, instead of the password. Your account "
        "page lists your passkeys and removes them.",
        "If this was not you, remove it there and change your password at once.",
    )


def passkey_removed(site: str, name: str, passkey: str) -> MailText:
    """A notice that a passkey signs nobody in any more."""
    return letter(
        f"A passkey was removed at {site}",
        site,
        name,
        f"The passkey “{passkey}” was removed from your account at {site} and does not sign in any more. Your "
        "password stays as it is.",
        "If this was not you, change your password at once; that ends every other sign-in.",
    )


def erasure_asked(site: str, name: str) -> MailText:
    """What happens next, and the way back; also a notice, should it have been somebody else."""
    return letter(
        f"You asked {site} to erase your data",
        site,
        name,
        f"You asked for the erasure of what {site} keeps about you. Whoever runs your course looks at it and erases "
        "it; you will be signed out then, and no further mail reaches you from here.",
        "Until then you can step back on your account page, and everything stays as it is.",
        "If this was not you, step back there and change your password at once.",
    )


def record_issued(site: str, name: str, course: str, page: str) -> MailText:
    """Whoever runs the course issued a record; `page` is the address of the learner's page about it."""
    return letter(
        f"Your record of completing “{course}”",
        site,
        name,
        f"You completed “{course}” at {site}, and a record of it was issued in the name of your account: {name}. Open "
        "it here, to print it or to copy a line for your CPD log:",
        page,
        "If your name should stand otherwise on it, write to whoever runs your course.",
    )


def record_revoked(site: str, name: str, course: str, reason: str, page: str) -> MailText:
    """A record holds no more, and why."""
    return letter(
        f"Your record of completing “{course}” was revoked",
        site,
        name,
        f"Your record of completing “{course}” at {site} holds no more. The reason given is:",
        reason,
        "Whoever checks the record sees this too. What you did in the course is kept:",
        page,
        "If you think that this is wrong, write to whoever runs your course.",
    )


def record_corrected(site: str, name: str, course: str, page: str) -> MailText:
    """Another record takes the place of the former one."""
    return letter(
        f"Your record of completing “{course}” was issued again",
        site,
        name,
        f"Your record of completing “{course}” at {site} was issued again. The name on it is now: {name}. The former "
        "one holds no more. Here is the new one:",
        page,
    )


def reflection_prompt(site: str, name: str, course: str, page: str) -> MailText:
    """Some weeks later: what came of it? `page` also declines such mails."""
    return letter(
        f"What came of “{course}”?",
        site,
        name,
        f"Six weeks ago your record of completing “{course}” was issued. If you keep a CPD log, this is a good moment "
        "for it: what did you take from the course, why does it matter, and what do you do otherwise now? There is a "
        "place for it that only you can read:",
        page,
        "Nothing is asked of you, and no other mail about this follows.",
    )


def enquiry(site: str, what: str, name: str, address: str, page: str) -> MailText:
    """To the academy: somebody wrote. `page` is where it stands; what it says is read there alone."""
    return letter(
        f"{what}: somebody wrote to {site}",
        site,
        "colleague",
        f"{name}, {address}, wrote to you on the pages of {site}. Read it here:",
        page,
        f"To answer, write to {address}: an answer to this mail does not reach them. Then mark it as answered on that "
        "page.",
    )


def letter(subject: str, site: str, name: str, *paragraphs: str) -> MailText:
    """A letter to that person, which the site signs."""
    return MailText(subject, "\n\n".join((f"Dear {name},", *paragraphs, site)) + "\n")
