"""Who gets what: every endpoint × role, each answer checked by a real request.

The things asked for are the learner's: an open attempt, a closed one, a sign-in on another device, the lessons of the
small course (the classmate learns it too, the instructor and the reviewer work in it; the outsider and the other
instructor belong to the closed course). A new endpoint fails here until it has a row.
"""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select, update

from course_app.domain.reviews import grounds_of, seal_of
from course_app.formats.course_folder import parse_folder
from course_app.formats.exchange import read_file
from course_app.formats.roster_csv import parse
from course_app.gateways.folders import read_course_folder
from course_app.gateways.tokens import new_token
from course_app.models import Membership, Message, Observer, Organisation, Person
from course_app.queries.catalogue import newest_outline
from course_app.queries.comments import comments_of
from course_app.queries.enrolment_keys import keys_of
from course_app.queries.roster_plan import place_of
from course_app.services import (
    accounts,
    arranging,
    attempting,
    commenting,
    enrolling_by_key,
    enrolling_others,
    grouping,
    importing_rosters,
    inviting,
    planning_imports,
    signing_in,
)
from course_app.services.transaction import transaction
from course_app.web.shared.access import MARK, PUBLIC
from tests import acts, enquiry_acts, mail_acts, newsletter_acts, practical_acts, record_acts
from tests.conftest import COURSES, LETTERHEAD, START, enrolment_of, person_named
from tests.stage import Stage
from tests.teaching_acts import typed

ROLES = (
    "visitor",
    "learner",
    "classmate",
    "instructor",
    "other-instructor",
    "reviewer",
    "observer",
    "admin",
    "outsider",
)
REASON = {"reason": "as the table says"}
ORGANISATION = "0" * 32
# Y: the answer of the row. N: 404. S: 303 to the sign-in page. H: 303 to where a person begins: T, staff at teaching;
# A, administrators at theirs; B, observers at theirs. R: 422, refused.
# O: 303 to the sign-in page alone, since nobody has just given a password.
# -: cannot be, since the first administrator's link works only while there is no administrator.
TABLE = """
YYYYYYYYY public.home                      GET  /  200
YYYYYYYYY public.syllabus                  GET  /courses/small-course  200
YYYYYYYYY public.syllabus                  GET  /courses/closed-course  200
YYYYYYYYY public.sources                   GET  /courses/small-course/sources  200
YYYYYYYYY public.glossary                  GET  /courses/small-course/glossary  200
YYYYYYYYY public.search                    GET  /courses/small-course/search  200
YYYYYYYYY public.search                    GET  /courses/closed-course/search  200
YYYYYYYYY public.receipts                  GET  /receipts  200
YYYYYYYYY public.check_receipt             POST /receipts  422
YYYYYYYYY public.receipt_keys              GET  /receipts/keys.json  200
YYYYYYYYY public.record                    GET  /records/{record}  200
YYYYYYYYY public.contact                   GET  /contact  200
YYYYYYYYY public.ask_question              POST /contact  422
YYYYYYYYY public.newsletter                GET  /updates  200
YYYYYYYYY public.ask_for_newsletter        POST /updates  422
YYYYYYYYY public.newsletter_link           GET  /updates/{newsletter_token}  200
NNNNNNNNN public.agree_to_newsletter       POST /updates/spent  303 /updates
YYYYYYYYY public.next_practical_day        GET  /contact/next-practical-day  200
YYYYYYYYY public.ask_for_practical_day     POST /contact/next-practical-day  422
YYYYYYYYY public.privacy                   GET  /privacy  200
YYYYYYYYY public.cookies                   GET  /cookies  200
YYYYYYYYY public.accessibility             GET  /accessibility  200
YYYYYYYYY public.mails                     GET  /mails/{subscription}  200
YYYYYYYYY public.stop_mails                POST /mails/{subscription}  303 /mails/{subscription}
YYYYYYYYY public.have_mails_again          POST /mails/{subscription}/again  303 /mails/{subscription}
YYYYYYYYY public.appearance                POST /appearance  303 /
YYYYYYYYY public.live                      GET  /health/live  200
YYYYYYYYY public.ready                     GET  /health/ready  200
YHHTTTBAH account.sign_in                  GET  /sign-in  200
YYYYYYYYY public.service_worker            GET  /service-worker.js  200
YYYYYYYYY public.robots                    GET  /robots.txt  200
YYYYYYYYY public.sitemap                   GET  /sitemap.xml  200
YYYYYYYYY public.offline                   GET  /offline  200
YYYYYYYYY account.open_sign_in             POST /sign-in  422
YHHTTTBAH account.register                 GET  /register  200
YYYYYYYYY account.open_account             POST /register  422
YYYYYYY-Y account.first_administrator      GET  /first-administrator/{token}  200
YYYYYYY-Y account.open_first_administrator POST /first-administrator/{token}  422
YYYYYYYYY account.forgotten_password       GET  /forgotten-password  200
YYYYYYYYY account.ask_for_password         POST /forgotten-password  422
YYYYYYYYY account.password_mail            GET  /forgotten-password/mail  200
YYYYYYYYY account.new_password             GET  /new-password/{new_password}  200
YYYYYYYYY account.set_new_password         POST /new-password/{new_password}  422
YYYYYYYYY account.confirmation             GET  /confirmations/{confirmation}  200
NNNNNNNNN account.confirm                  POST /confirmations/spent  303 /sign-in
SYYYYYYYY account.ask_to_confirm           POST /account/confirmation  303 /account
SYYYYYYYY account.account                  GET  /account  200
OOOOOOOOO account.code                     GET  /sign-in/code  200
OOOOOOOOO account.open_sign_in_by_code     POST /sign-in/code  422
YYYYYYYYY account.passkey_request          GET  /sign-in/passkey  200
YYYYYYYYY account.open_sign_in_by_passkey  POST /sign-in/passkey  422
OOOOOOOOO account.open_sign_in_by_second_passkey POST /sign-in/code/passkey  422
SYYYYYYYY account.passkey_name             GET  /account/passkeys  200
SYYYYYYYY account.name_passkey             POST /account/passkeys  422
SYYYYYYYY account.new_passkey              GET  /account/passkeys/new  303 /account/passkeys
SYYYYYYYY account.add_passkey              POST /account/passkeys/new  303 /account/passkeys
SYNNNNNNN account.remove_passkey           POST /account/passkeys/{passkey}/removal  303 /account
SYYYYYYYY account.second_step              GET  /account/second-step  200
SYYYYYYYY account.turn_on                  POST /account/second-step  422
SYYYYYYYY account.turn_off                 POST /account/second-step/end  422
SYYYYYYYY account.recovery_codes           GET  /account/recovery-codes  200
SNNNNNNNN account.renew_recovery_codes     POST /account/recovery-codes  303 /account/recovery-codes
SYYYYYYYY account.details                  GET  /account/details  200
SYYYYYYYY account.change_details           POST /account/details  422
SYYYYYYYY account.password                 GET  /account/password  200
SYYYYYYYY account.change_password          POST /account/password  422
SYYYYYYYY account.email                    GET  /account/email  200
SYYYYYYYY account.change_email             POST /account/email  422
SYYYYYYYY account.choose_mails             POST /account/mails  303 /account#mails
SYYYYYYYY account.erasure                  GET  /account/erasure  200
SYYYYYYYY account.ask_for_erasure          POST /account/erasure  422
SYYYYYYYY account.step_back                POST /account/erasure/withdrawal  303 /account
SYYYYYYYY account.holdings                 GET  /account/data  200
SYYYYYYYY account.ask_for_holdings         POST /account/data  422
SYYYYYYYY account.holdings_file            GET  /account/data/file  303 /account/data
SYYYYYYYY account.sign_out                 POST /sign-out  303 /
SYNNNNNNN account.revoke_sign_in           POST /account/sign-ins/{sign_in}/revocation  303 /account
SYYYYYYYY account.revoke_other_sign_ins    POST /account/other-sign-ins/revocation  303 /account
SYYYYYYYY learner.home                     GET  /learn  200
SYYNNNNNN learner.course                   GET  /learn/small-course  303 /learn
SNNNNNNNY learner.course                   GET  /learn/closed-course  303 /learn
SYYNNNNNN learner.record                   GET  /learn/small-course/record  200
SYRNNNNNN learner.issue_record             POST /learn/small-course/record  303 /learn/small-course/record
SYRNNNNNN learner.keep_reflection          POST /learn/small-course/record/reflection  {reflected}
SYRNNNNNN learner.set_prompt               POST /learn/small-course/record/prompt  {reflected}
SYNNNNNNN learner.cpd_table                GET  /learn/small-course/record/cpd.csv  200
SYNNNNNNN learner.cpd_text                 GET  /learn/small-course/record/cpd.txt  200
SYYYYYYYY learner.enrolment                POST /learn/small-course/enrolment  303 /learn
SRRRRRRRY learner.enrolment                POST /learn/closed-course/enrolment  303 /learn
YYYYYYYYY learner.key                      GET  /enrol  200
SYYYYYYYY learner.use_key                  POST /enrol  422
YYYYYYYYY learner.lesson                   GET  /learn/small-course/lessons/first-steps  200
SYYYNNNYN learner.lesson                   GET  /learn/small-course/lessons/second-steps  200
SNNNYNNYY learner.lesson                   GET  /learn/closed-course/lessons/behind-the-door  200
SYYNNNNNN learner.completion               POST /learn/small-course/lessons/second-steps/completion  303 /learn
SYYNNNNNN learner.place                    POST /learn/small-course/lessons/second-steps/place  {lesson}
SYYYNNNYN learner.correction               GET  /learn/small-course/lessons/second-steps/{passage}  200
SNNNYNNYY learner.correction               GET  /learn/closed-course/lessons/behind-the-door/corrections/{door}  200
SYYYNNNYN learner.suggest_correction       POST /learn/small-course/lessons/second-steps/{passage}  {to_passage}
SYYYNNNYN learner.corrections              GET  /learn/small-course/corrections  200
SYYNNNNNN learner.quiz                     GET  /learn/small-course/quizzes/practice  200
SNNNNNNNY learner.quiz                     GET  /learn/closed-course/quizzes/doors  200
SYYNNNNNN learner.attempts                 POST /learn/small-course/quizzes/practice/attempts  303 /attempts/*
SYNNNNNNN learner.attempt                  GET  /attempts/{open}  200
SYNNNNNNN learner.summary                  GET  /attempts/{open}/summary  200
SYNNNNNNN learner.responses                POST /attempts/{open}/responses  303 /attempts/{open}
SYNNNNNNN learner.responses                JSON /attempts/{open}/responses  200
SYNNNNNNN learner.submission               POST /attempts/{open}/submission  303 /attempts/{open}/result
SYNNNNNNN learner.result                   GET  /attempts/{open}/result  303 /attempts/{open}
SYNNNNNNN learner.result                   GET  /attempts/{closed}/result  200
SNNNNNNNN learner.receipt                  GET  /attempts/{open}/receipt  200
SYNNNNNNN learner.receipt                  GET  /attempts/{closed}/receipt  200
YYYYYYYYY account.invitation               GET  /invitations/{invitation}  200
YYYYYYYYY account.accept_invitation        POST /invitations/{invitation}  422
SNNNNNNYN admin.home                       GET  /admin  200
SNNNNNNYN admin.people                     GET  /admin/people  200
SNNNNNNYN admin.new_person                 GET  /admin/people/new  200
SNNNNNNYN admin.add_person                 POST /admin/people  422
SNNNNNNYN admin.person                     GET  /admin/people/{classmate}  200
SNNNNNNYN admin.invite_again               POST /admin/people/{invited}/invitations  303 /admin/people/{invited}
SNNNNNNYN admin.enrol                      POST /admin/people/{invited}/enrolments  303 /admin/people/{invited}
SNNNNNNYN admin.set_end                    POST /admin/people/{classmate}/enrolments/{cycle}/end  {to_classmate}
SNNNNNNYN admin.set_number                 POST /admin/people/{classmate}/enrolments/{cycle}/number  {to_classmate}
SNNNNNNYN admin.withdraw                   POST /admin/people/{classmate}/enrolments/{cycle}/withdrawal  {to_classmate}
SNNNNNNYN admin.give_role                  POST /admin/people/{classmate}/memberships  303 /admin/people/{classmate}
SNNNNNNYN admin.take_role                  POST /admin/people/{instructor}/memberships/{role}/removal  {to_instructor}
SNNNNNNYN admin.make_administrator         POST /admin/people/{classmate}/administration  303 /admin/people/{classmate}
SNNNNNNYN admin.unmake_administrator       POST /admin/people/{admin}/administration/removal  422
SNNNNNNYN admin.let_observe                POST /admin/people/{classmate}/observations  303 /admin/people/{classmate}
SNNNNNNYN admin.end_observing              POST /admin/people/{observer}/observations/{observed}/removal  {to_observer}
SNNNNNNYN admin.reset_second_step          POST /admin/people/{classmate}/second-step/reset  422
SNNNNNNYN admin.close_account              POST /admin/people/{classmate}/closing  303 /admin/people/{classmate}
SNNNNNNYN admin.reopen_account             POST /admin/people/{classmate}/reopening  303 /admin/people/{classmate}
SNNNNNNYN admin.erasure                    GET  /admin/people/{classmate}/erasure  200
SNNNNNNYN admin.erase                      POST /admin/people/{invited}/erasure  303 /admin/people
SNNNNNNYN admin.ask_for_holdings           POST /admin/people/{classmate}/data  303 /admin/people/{classmate}
SNNNNNNYN admin.holdings_file              GET  /admin/people/{invited}/data  303 /admin/people/{invited}
SNNNNNNYN admin.courses                    GET  /admin/courses  200
SNNNNNNYN admin.course                     GET  /admin/courses/small-course  200
SNNNNNNYN admin.records                    GET  /admin/courses/small-course/records  200
SNNNNNNYN admin.issue_records              POST /admin/courses/small-course/records  {to_records}
SNNNNNNYN admin.revoke_record              POST /admin/people/{learner}/records/{record}/revocation  {to_learner}
SNNNNNNYN admin.correct_record             POST /admin/people/{learner}/records/{record}/correction  {to_learner}
SNNNNNNYN admin.make_cohort                POST /admin/courses/small-course/cohorts  303 /admin/cohorts/*
SNNNNNNYN admin.cohort                     GET  /admin/cohorts/{cohort}  200
SNNNNNNYN admin.change_cohort              POST /admin/cohorts/{cohort}  303 /admin/cohorts/{cohort}
SNNNNNNYN admin.retire_cohort              POST /admin/cohorts/{cohort}/retirement  303 /admin/cohorts/{cohort}
SNNNNNNYN admin.reinstate_cohort           POST /admin/cohorts/{cohort}/reinstatement  303 /admin/cohorts/{cohort}
SNNNNNNYN admin.cohort_progress_page       GET  /admin/cohorts/{cohort}/progress  200
SNNNNNNYN admin.cohort_progress_file       GET  /admin/cohorts/{cohort}/progress.csv  200
SNNNNNYNN observer.home                    GET  /observer  303 /observer/00000000000000000000000000000000
SNNNNNYNN observer.organisation            GET  /observer/00000000000000000000000000000000  200
SNNNNNNNN observer.organisation            GET  /observer/{another_trust}  200
SNNNNNYNN observer.progress                GET  /observer/00000000000000000000000000000000/progress.csv  200
SNNNNNNNN observer.progress                GET  /observer/{another_trust}/progress.csv  200
SNNNNNNYN admin.cohort_access              GET  /admin/cohorts/{cohort}/access  200
SNNNNNNRN admin.set_cohort_access          POST /admin/cohorts/{cohort}/access  422
SNNNNNNYN admin.announcements              GET  /admin/cohorts/{cohort}/announcements  200
SNNNNNNRN admin.announce                   POST /admin/cohorts/{cohort}/announcements  422
SNNNNNNYN admin.announcement               GET  /admin/announcements/{announcement}  200
SNNNNNNYN admin.stop_announcement          POST /admin/announcements/{announcement}/stopping  {to_announcement}
SNNNNNNYN admin.reminders                  GET  /admin/cohorts/{cohort}/reminders  200
SNNNNNNRN admin.set_reminder               POST /admin/cohorts/{cohort}/reminders  422
SNNNNNNYN admin.switch_reminder            POST /admin/cohorts/{cohort}/reminders/{reminder}/switching  {to_reminders}
SNNNNNNYN admin.windows                    GET  /admin/cohorts/{timed_cohort}/windows  200
SNNNNNNYN admin.window                     GET  /admin/cohorts/{timed_cohort}/windows/gate  200
SNNNNNNYN admin.keep_window                POST /admin/cohorts/{timed_cohort}/windows/gate  {to_windows}
SNNNNNNYN admin.make_key                   POST /admin/cohorts/{cohort}/keys  303 /admin/cohorts/{cohort}
SNNNNNNYN admin.revoke_key                 POST /admin/cohorts/{cohort}/keys/{key}/revocation  {to_cohort}
SNNNNNNYN admin.organisations              GET  /admin/organisations  200
SNNNNNNYN admin.make_organisation          POST /admin/organisations  303 /admin/organisations
SNNNNNNYN admin.practical_days             GET  /admin/practical-days  200
SNNNNNNYN admin.add_practical_day          POST /admin/practical-days  303 /admin/practical-days
SNNNNNNYN admin.practical_day              GET  /admin/practical-days/{practical_day}  200
SNNNNNNYN admin.change_practical_day       POST /admin/practical-days/{practical_day}  303 /admin/practical-days
SNNNNNNYN admin.remove_practical_day       POST /admin/practical-days/{practical_day}/removal  {to_days}
SNNNNNNYN admin.enquiries                  GET  /admin/enquiries  200
SNNNNNNYN admin.enquiries_file             GET  /admin/enquiries.csv  200
SNNNNNNYN admin.enquiry                    GET  /admin/enquiries/{enquiry}  200
SNNNNNNYN admin.settle_enquiry             POST /admin/enquiries/{enquiry}  303 /admin/enquiries/{enquiry}
SNNNNNNYN admin.remove_enquiry             POST /admin/enquiries/{enquiry}/removal  303 /admin/enquiries
SNNNNNNYN admin.newsletter                 GET  /admin/newsletter  200
SNNNNNNYN admin.newsletter_file            GET  /admin/newsletter.csv  200
SNNNNNNYN admin.newsletter_reader          GET  /admin/newsletter/{reader}  200
SNNNNNNYN admin.remove_newsletter_reader   POST /admin/newsletter/{reader}/removal  303 /admin/newsletter
SNNNNNNYN admin.rosters                    GET  /admin/rosters  200
SNNNNNNYN admin.plan_roster                POST /admin/rosters  303 /admin/rosters/*
SNNNNNNYN admin.roster                     GET  /admin/rosters/{roster}  200
SNNNNNNYN admin.apply_roster               POST /admin/rosters/{roster}/application  303 /admin/rosters/{roster}
SNNNNNNYN admin.left_out                   GET  /admin/rosters/{roster}/left-out.csv  200
SNNNNNNYN admin.messages                   GET  /admin/messages  200
SNNNNNNYN admin.send_again                 POST /admin/messages/{mail}/resending  303 /admin/messages
SNNNNNNYN admin.audit_file                 GET  /admin/audit.csv  200
SNNNNNNYN admin.retention                  GET  /admin/retention  200
SNNNNNNYN admin.counts                     GET  /admin/counts  200
SNNNNNNYN admin.counts_file                GET  /admin/counts.csv  200
SNNNNNNYN admin.audit                      GET  /admin/audit  200
SNNYYYNYN instructor.home                  GET  /instructor  200
SNNYNYNYN instructor.questions             GET  /instructor/small-course/questions  200
SNNNYNNYN instructor.questions             GET  /instructor/closed-course/questions  200
SNNYNNNYN instructor.coverage              GET  /instructor/small-course/coverage  200
SNNYNNNYN instructor.add_question          POST /instructor/small-course/questions  422
SNNNNNNNN learner.question_image           GET  /question-images/00000000000000000000000000000000  200
SNNYNNNYN instructor.question_drafts       POST /instructor/small-course/question-drafts  422
SNNYNNNNN instructor.throw_away_draft      POST /instructor/small-course/question-drafts/{draft}/removal  {anew}
SNNYNNNYN instructor.new_question          GET  /instructor/small-course/new-question  200
SNNYNYNYN instructor.question              GET  /instructor/small-course/questions/T01  200
SNNNNNNNN instructor.question              GET  /instructor/closed-course/questions/T01  200
SNNYNNNYN instructor.edit_question         GET  /instructor/small-course/questions/T01/edit  200
SNNYNNNYN instructor.question_versions     POST /instructor/small-course/questions/T01/versions  422
SNNYNNNYN instructor.bank_change           GET  /instructor/small-course/question-changes  200
SNNYNNNYN instructor.change_bank           POST /instructor/small-course/question-changes  303 {bank}
SNNYNNNYN instructor.question_text         GET  /instructor/small-course/question-text  200
SNNYNNNYN instructor.save_question_text    POST /instructor/small-course/question-text  422
SNNYNNNYN instructor.question_checks       POST /instructor/small-course/questions/T01/checks  303 {t01}
SNNYNNNYN instructor.question_state        POST /instructor/small-course/questions/T01/state  303 {t01}
SNNYNYNYN instructor.question_comparison   GET  /instructor/small-course/questions/T01/comparison  200
SNNYNNNYN instructor.restore_question      POST /instructor/small-course/questions/T01/restoration  303 {t01}
SNNYNYNYN instructor.add_comment           POST /instructor/small-course/questions/T01/comments  303 {t01}
SNNYNYNYN instructor.settle_comment        POST /instructor/small-course/questions/T01/{comment}  303 {t01}
SNNNNNNNN instructor.settle_comment        POST /instructor/small-course/questions/T02/{comment}  303 {t01}
SNNYNYNYN instructor.question_approvals    POST /instructor/small-course/questions/T01/approvals  303 {t01}
SNNYNNNYN instructor.quizzes               GET  /instructor/small-course/quizzes  200
SNNYNNNYN instructor.new_quiz              GET  /instructor/small-course/new-quiz  200
SNNYNNNYN instructor.add_quiz              POST /instructor/small-course/quizzes  422
SNNYNNNYN instructor.quiz                  GET  /instructor/small-course/quizzes/practice  200
SNNNNNNNN instructor.quiz                  GET  /instructor/closed-course/quizzes/practice  200
SNNYNNNYN instructor.quiz_version          GET  /instructor/small-course/quizzes/practice/versions/1  200
SNNYNNNYN instructor.quiz_text             GET  /instructor/small-course/quizzes/practice/text  200
SNNNNNNNN instructor.quiz_text             GET  /instructor/closed-course/quizzes/practice/text  200
SNNYNNNYN instructor.save_quiz_text        POST /instructor/small-course/quizzes/practice/text  422
SNNYNNNYN instructor.edit_quiz             GET  /instructor/small-course/quizzes/practice/edit  200
SNNYNNNYN instructor.quiz_versions         POST /instructor/small-course/quizzes/practice/versions  422
SNNYNNNYN instructor.quiz_publication      POST /instructor/small-course/quizzes/practice/versions/1/publication  {quiz}
SNNYNNNYN instructor.unpublish_quiz        POST /instructor/small-course/quizzes/practice/publication/removal  422
SNNYNNNYN instructor.quiz_copies           POST /instructor/small-course/quizzes/practice/versions/1/copies  {copied}
SNNYNNNYN instructor.quiz_trials           POST /instructor/small-course/quizzes/practice/versions/1/trials  {trial}
SNNYNNNYN instructor.quiz_results          GET  /instructor/small-course/quizzes/practice/results  200
SNNYNNNYN instructor.quiz_items            GET  /instructor/small-course/quizzes/practice/results/questions  200
SNNYNNNYN instructor.quiz_items_file       GET  /instructor/small-course/quizzes/practice/questions.csv  200
SNNYNNNYN instructor.learners              GET  /instructor/small-course/learners  200
SNNNYNNYN instructor.learners              GET  /instructor/closed-course/learners  200
SNNYNNNYN instructor.learner               GET  /instructor/small-course/learners/{classmate}  200
SNNNNNNNN instructor.learner               GET  /instructor/closed-course/learners/{classmate}  200
SNNYNNNYN instructor.give_accommodation    POST /instructor/small-course/learners/{classmate}/accommodation  {learns}
SNNNNNNNN instructor.give_accommodation    POST /instructor/closed-course/learners/{classmate}/accommodation  {learns}
SNNYNNNYN instructor.withdraw_accommodation POST /instructor/small-course/learners/{classmate}/{withdrawal}  {learns}
SNNYNNNRN instructor.adjust_quiz           POST /instructor/small-course/learners/{classmate}/{sitting}  {learns}
SNNNNNNNN instructor.adjust_quiz           POST /instructor/closed-course/learners/{classmate}/{sitting}  {learns}
SNNYNNNYN instructor.imports               GET  /instructor/small-course/imports  200
SNNNYNNYN instructor.imports               GET  /instructor/closed-course/imports  200
SNNYNNNYN instructor.plan_import           POST /instructor/small-course/imports  303 /instructor/small-course/imports/*
SNNYNNNYN instructor.question_import       GET  {import}  200
SNNNNNNNN instructor.question_import       GET  {import_elsewhere}  200
SNNYNNNYN instructor.import_choices        POST {import}/choices  303 {import}#item-1
SNNYNNNYN instructor.apply_import          POST {import}/application  422
SNNNNNNNN instructor.apply_import          POST {import_elsewhere}/application  422
SNNYNNNYN instructor.import_rejected       GET  {import}/rejected  200
SNNNNNNNN instructor.import_rejected       GET  {import_elsewhere}/rejected  200
SNNYNNNYN instructor.exports               GET  /instructor/small-course/exports  200
SNNNYNNYN instructor.exports               GET  /instructor/closed-course/exports  200
SNNYNNNYN instructor.export_file           GET  /instructor/small-course/exports/file  200
SNNNYNNYN instructor.export_file           GET  /instructor/closed-course/exports/file  200
SNNYNNNYN instructor.late_answers          GET  /instructor/small-course/late-answers  200
SNNNYNNYN instructor.late_answers          GET  /instructor/closed-course/late-answers  200
SNNYNNNYN instructor.late_decision         POST /instructor/small-course/late-answers/{late}  {to_late}
SNNNNNNNN instructor.late_decision         POST /instructor/closed-course/late-answers/{late}  {to_late}
SNNYNNNYN instructor.corrections           GET  /instructor/small-course/corrections  200
SNNNYNNYN instructor.corrections           GET  /instructor/closed-course/corrections  200
SNNYNNNYN instructor.corrections_file      GET  /instructor/small-course/corrections.md  200
SNNYNNNYN instructor.decide_correction     POST /instructor/small-course/corrections/{correction}  {to_corrections}
SNNNNNNNN instructor.decide_correction     POST /instructor/closed-course/corrections/{correction}  {to_corrections}
SNNYNNNYN instructor.quiz_results_file     GET  /instructor/small-course/quizzes/practice/results.csv  200
"""
SMALL_COURSE = parse_folder(read_course_folder(COURSES / "small"))[0]
SEAL = seal_of(grounds_of(SMALL_COURSE.questions["T01"].claims, "", SMALL_COURSE.groundwork))
PRACTICAL_DAY = {"title": "Ŵarm day", "place": "Łódź", "starts_on": "2026-12-05", "booking": "open"}
FORMS = {
    "account.choose_mails": {"list": "announcements"},
    "learner.place": {"paragraph": "1"},
    "instructor.quiz_publication": {"read": "yes"},
    "admin.enrol": {"place": "small-course/"},
    "admin.withdraw": REASON,
    "admin.give_role": {"role": "reviewer/small-course"},
    "admin.take_role": REASON,
    "admin.make_administrator": REASON,
    "admin.unmake_administrator": REASON,
    "admin.let_observe": {"organisation": ORGANISATION},
    "admin.end_observing": REASON,
    "admin.ask_for_holdings": REASON,
    "admin.close_account": REASON,
    "admin.erase": REASON,
    "admin.issue_records": {"cohort": "", "count": "0"},
    "admin.revoke_record": REASON,
    "admin.correct_record": REASON | {"name": "Siân Ŵyn"},
    "learner.set_prompt": {"wanted": "no"},
    "admin.make_cohort": {"name": "Spring", "organisation": ""},
    "admin.change_cohort": {"name": "Winter", "organisation": ""},
    "admin.announce": {"subject": "Hello", "body": "All of you", "act": "preview"},
    "admin.set_cohort_access": {"last_day": "2027-03-31", "act": "preview"},
    "admin.set_number": {"employee_number": "007"},
    "admin.set_reminder": {"kind": "stalled", "days": "14", "act": "preview"},
    "admin.keep_window": {"days": "7", "opens": "", "closes": ""},
    "admin.make_organisation": {"name": "Another trust"},
    "admin.add_practical_day": PRACTICAL_DAY,
    "admin.change_practical_day": PRACTICAL_DAY,
    "admin.remove_practical_day": REASON,
    "admin.settle_enquiry": {"state": "answered", "note": "Ŵrote back"},
    "admin.remove_enquiry": REASON,
    "admin.remove_newsletter_reader": REASON,
    "admin.plan_roster": {"course": "small-course", "cohort": "", "pasted": "Somebody <somebody@example.org>"},
    "instructor.give_accommodation": {"extra_percent": "50"},
    "instructor.adjust_quiz": REASON | {"minutes": "5", "seen": "0"},
    "instructor.plan_import": {"pasted": "1. Is it warm?\na) Yes\nb) No\nAnswer: a", "format": ""},
    "instructor.import_choices": {"leave": "1"},
    "learner.suggest_correction": {"wording": acts.KETTLES, "body": "It was two in ten."},
    "instructor.decide_correction": {"decision": "declined", "answer": "The survey says one.", "seen": "0"},
    "instructor.late_decision": REASON | {"decision": "count", "through": "1", "seen": "0"},
    "instructor.question_versions": {"opened": "1"},
    "instructor.question_checks": {"version": "1", "seal": SEAL},
    "instructor.question_state": {"state": "approved"},
    "instructor.question_approvals": {"version": "1"},
    "instructor.restore_question": {"version": "1", "opened": "1"},
    "instructor.add_comment": {"body": "Is that so?", "place": ""},
    "instructor.change_bank": {"question": "T01", "change": "tag", "value": "pilot"},
}
ID = re.compile(r"[0-9a-f]{32}|copy-of-[a-z0-9-]+")
JSON = {"learner.responses": {"client": "table", "responses": [{"slot": 1, "choice": ["a"], "seq": 1}]}}


@dataclass(frozen=True)
class Row:
    """One line of the table; `marks` are in the order of ROLES, `*` in the answer stands for a new id."""

    marks: str
    endpoint: str
    method: str
    path: str
    answer: str


def read_table() -> list[Row]:
    lines = [line.split() for line in TABLE.strip().splitlines()]
    return [Row(line[0], line[1], line[2], line[3], " ".join(line[4:])) for line in lines]


ROWS = read_table()


@pytest.fixture
def things(app: Flask, time) -> dict[str, str]:
    """What the table's addresses name: all of it the learner's."""
    learner = person_named("learner").id
    closed = attempting.start_attempt(learner, "small-course", "sitting", time.time, 1)
    attempting.submit(closed, learner, time.time)
    data = b"::Z1:: Which tea is warm? {=This ~That}"
    brought_in = planning_imports.store_plan(
        person_named("instructor").id, newest_outline("small-course"), data, "", *read_file(data, "q.gift"), time.time
    )
    return {
        "new_password": acts.asked_for_password("learner@example.org"),
        "confirmation": acts.asked_for_email(learner, "new@example.org"),
        "sign_in": str(signing_in.open_sign_in(learner, new_token(), "another device", "127.0.0.2", time.time)),
        "open": attempting.start_attempt(learner, "small-course", "practice", time.time, 2),
        "closed": closed,
        "withdrawal": "accommodation/withdrawal",
        "sitting": "quizzes/sitting/adjustments",
        "learns": f"303 /instructor/small-course/learners/{person_named('classmate').public_id}",
        "to_late": "303 /instructor/small-course/late-answers",
        "late": acts.answered_late(person_named("classmate").id, time.time),
        "comment": f"comments/{commented('T01', time.time)}/resolution",
        "passage": "corrections/kettles-whistle",
        "to_passage": "303 /learn/small-course/lessons/second-steps/corrections/kettles-whistle",
        "door": "doors-open",
        "correction": acts.suggested_by(person_named("classmate").id, time.time),
        "to_corrections": "303 /instructor/small-course/corrections",
        "t01": "/instructor/small-course/questions/T01",
        "import": f"/instructor/small-course/imports/{brought_in}",
        "import_elsewhere": f"/instructor/closed-course/imports/{brought_in}",
        "bank": "/instructor/small-course/questions",
        "quiz": "303 /instructor/small-course/quizzes/practice",
        "trial": "303 /attempts/*",
        "copied": "303 /instructor/small-course/quizzes/*/edit",
        "passkey": str(acts.passkey_of(learner, "My phone", time.time)),
        "anew": "303 /instructor/small-course/new-question",
        **typed("Who?")(Stage("small", app, time.time), person_named("instructor").id),
        "record": record_acts.issued()(Stage("small", app, time.time), learner)["record"],
        "reflected": "303 /learn/small-course/record#reflection",
        "to_records": "303 /admin/courses/small-course/records",
        "lesson": "303 /learn/small-course/lessons/second-steps",
        "subscription": mail_acts.subscribed(learner, time.time),
        "newsletter_token": newsletter_acts.asked_for("asks@example.org", time.time),
    } | administered(time.time)


def commented(code: str, now) -> str:
    """The id of a comment on a question."""
    course = newest_outline("small-course").course_id
    commenting.add_comment(person_named("instructor").id, course, code, "", "Is that so?", now)
    return str(comments_of(course, code)[0].id)


def administered(now) -> dict[str, str]:
    """What the administrator's addresses name."""
    admin = person_named("admin").id
    with transaction() as session:
        trust = Organisation(public_id=ORGANISATION, name="A trust", created_at=now)
        session.add(trust)
        session.flush()
        observed = Observer(person_id=person_named("observer").id, organisation_id=trust.id, created_at=now)
        session.add(observed)
        session.flush()
        instructor = person_named("instructor")
        membership = session.scalar(select(Membership.id).where(Membership.person_id == instructor.id))
    invited = inviting.invite(admin, "Ivy Invited", "ivy@example.org", "", LETTERHEAD, now)
    roster = parse("Name,E-mail\nNew,new@example.org\nNobody,nowhere")
    place = place_of("small-course", "")
    cohort = grouping.make_cohort(admin, "small-course", grouping.CohortSettings("Autumn"), now)
    timed = grouping.make_cohort(admin, "closed-course", grouping.CohortSettings("Timed"), now)
    people = {
        name: person_named(name).public_id for name in ("learner", "classmate", "instructor", "observer", "admin")
    }
    return {
        **people,
        **{f"to_{name}": f"303 /admin/people/{public_id}" for name, public_id in people.items()},
        "role": str(membership),
        "observed": str(observed.id),
        "cycle": str(enrolment_of("classmate")),
        "invited": invited.public_id,
        "invitation": invited.token,
        "mail": str(given_up(now)),
        "cohort": cohort,
        "to_cohort": f"303 /admin/cohorts/{cohort}",
        "timed_cohort": timed,
        "practical_day": arranging.add_day(admin, practical_acts.DAYS[0], now),
        "to_days": "303 /admin/practical-days",
        "to_announcement": "303 /admin/announcements/*",
        "enquiry": enquiry_acts.written("question", now),
        "reader": newsletter_acts.agreed(newsletter_acts.READER, now),
        "reminder": mail_acts.rule_of(cohort, now),
        "to_reminders": f"303 /admin/cohorts/{cohort}/reminders",
        "to_windows": f"303 /admin/cohorts/{timed}/windows",
        "another_trust": grouping.make_organisation(admin, "Somebody else’s trust", now),
        "key": key_of(cohort, admin, now),
        "announcement": mail_acts.announced_to(enrolled_in_one_more(admin, now), now),
        "roster": importing_rosters.store_plan(admin, roster, "", place, now),
    }


def key_of(cohort: str, admin: int, now) -> str:
    """The public id of a key of the cohort."""
    enrolling_by_key.make_key(admin, cohort, None, None, now)
    return keys_of(cohort, now)[0].public_id


def enrolled_in_one_more(admin: int, now) -> str:
    """The public id of a cohort that has a learner."""
    cohort = grouping.make_cohort(admin, "small-course", grouping.CohortSettings("Written to"), now)
    enrolling_others.enrol(admin, person_named("classmate").public_id, "small-course", cohort, now)
    return cohort


def given_up(now) -> int:
    """The id of a mail that was given up."""
    with transaction() as session:
        mail = Message(address="x@example.org", subject="About", body="Text", state="dead", tries=8, created_at=now)
        session.add(mail)
        session.flush()
        return mail.id


def administrators_link() -> str:
    """The token of the first administrator's link, on a site whose administrator is one no more."""
    with transaction() as session:
        session.execute(update(Person).values(is_admin=False))
    return accounts.make_first_admin_link(START)


ANSWERS = {
    "H": "303 /learn",
    "T": "303 /instructor",
    "A": "303 /admin",
    "B": "303 /observer",
    "R": "422",
    "O": "303 /sign-in",
}


def ask(browser, row: Row, path: str):
    """The row's request."""
    if row.method == "JSON":
        return browser.post(path, json=JSON[row.endpoint])
    if row.method == "POST":
        return browser.post(path, data=FORMS.get(row.endpoint, {}))
    return browser.get(path)


def meaning(mark: str, row: Row, path: str, things: dict[str, str]) -> str:
    """A mark as status and Location."""
    if mark == "S":
        return "401" if row.method == "JSON" else f"303 /sign-in?next={path}" if row.method == "GET" else "303 /sign-in"
    return {"Y": row.answer.format(**things), "N": "404", **ANSWERS}[mark]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path}")
def test_every_role_gets_what_the_table_says(row, things, client, as_person):
    if "{token}" in row.path:
        things["token"] = administrators_link()
    path = row.path.format(**things)
    marks = {role: mark for role, mark in zip(ROLES, row.marks, strict=True) if mark != "-"}
    wanted = {role: meaning(mark, row, path, things) for role, mark in marks.items()}
    found = {}
    for role in marks:
        answer = ask(client if role == "visitor" else as_person(role), row, path)
        location = answer.location or ""
        if row.answer.format(**things).count("*"):
            location = ID.sub("*", location)
        found[role] = f"{answer.status_code} {location}".strip()
    assert found == wanted


def test_the_table_names_every_endpoint_with_its_method_and_no_other(app):
    methods = {"GET": "GET", "POST": "POST", "JSON": "POST"}
    tabled = {(row.endpoint, methods[row.method]) for row in ROWS}
    mapped = {
        (rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert tabled == mapped


def test_every_row_asks_at_the_address_of_its_endpoint(app, things):
    things["token"] = "a-token"
    adapter = app.url_map.bind("localhost")
    asked = {row: "GET" if row.method == "GET" else "POST" for row in ROWS}
    found = [adapter.match(row.path.format(**things), method=method)[0] for row, method in asked.items()]
    assert found == [row.endpoint for row in ROWS]


def test_every_endpoint_says_who_may_call_it(app):
    views = app.view_functions
    assert [rule.endpoint for rule in app.url_map.iter_rules() if not hasattr(views[rule.endpoint], MARK)] == []


def test_only_a_public_endpoint_answers_a_visitor(app):
    answering = {row.endpoint for row in ROWS if row.marks[0] != "S"}
    public = {endpoint for endpoint, view in app.view_functions.items() if getattr(view, MARK) == PUBLIC}
    assert answering == public


def test_a_read_is_get_and_a_write_is_post(app):
    methods = {frozenset(rule.methods - {"HEAD", "OPTIONS"}) for rule in app.url_map.iter_rules()}
    assert methods == {frozenset({"GET"}), frozenset({"POST"})}


def test_every_write_answers_303_or_422_and_json_with_a_type(things, as_person):
    """Signing out comes last, since nothing else would answer afterwards."""
    browser = as_person("learner")
    things["token"] = administrators_link()
    writes = sorted((row for row in ROWS if row.method == "POST"), key=lambda row: row.endpoint == "account.sign_out")
    mine = [row for row in writes if row.marks[1] != "N"]
    assert {ask(browser, row, row.path.format(**things)).status_code for row in mine} == {303, 422}
    taught = [row for row in writes if row.endpoint.startswith("instructor.") and row.marks[3] != "N"]
    browser = as_person("instructor")
    assert {ask(browser, row, row.path.format(**things)).status_code for row in taught} == {303, 422}
    browser = as_person("learner")
    for row in ROWS:
        if row.method == "JSON":
            answer = ask(browser, row, row.path.format(**things))
            assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
            assert answer.json["type"] == "attempt-closed"


def test_a_program_that_is_not_signed_in_is_told_so_at_every_private_address(things, client):
    private = [row for row in ROWS if row.marks[0] == "S"]
    accept = {"Accept": "application/json"}
    told = {}
    for row in private:
        path = row.path.format(**things)
        answer = client.get(path, headers=accept) if row.method == "GET" else client.post(path, json={}, headers=accept)
        told[row] = (answer.status_code, answer.mimetype, answer.json["type"])
    assert told == dict.fromkeys(private, (401, "application/problem+json", "not-signed-in"))
