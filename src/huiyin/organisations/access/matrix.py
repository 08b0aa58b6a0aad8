"""Who may do what: the one table. Verb -> the roles that may do it, each on a scope.

Scopes: `own-unit` (things of the unit of the post), `own-organisation`, `below` (the own organisation and every one
under it), `involved` (things at whose table the own organisation sits: a review, a joint reception), `involved-unit`
(where the own unit does). What a thing's own rules demand besides (a state, being the handler to whom it is assigned, not approving
one's own draft) is asked in the room of the thing. Who is excluded from a thing may nothing, whatever stands here.
"""

from __future__ import annotations

from typing import Final, Literal

Scope = Literal["own-unit", "own-organisation", "below", "involved", "involved-unit"]

UNIT: Final[Scope] = "own-unit"
ORGANISATION: Final[Scope] = "own-organisation"
BELOW: Final[Scope] = "below"
INVOLVED: Final[Scope] = "involved"
INVOLVED_UNIT: Final[Scope] = "involved-unit"

ADMINISTRATOR: Final = "administrator"  # 系统管理: runs the machine, people and posts; reads no case
REGISTRAR: Final = "registrar"  # 窗口登记
HANDLER: Final = "handler"  # 承办
APPROVER: Final = "approver"  # 审批
LEADER: Final = "leader"  # 包案领导
HEAD: Final = "head"  # 单位负责人
SUPERVISOR: Final = "supervisor"  # 督办
DISCIPLINE: Final = "discipline"  # 纪检
LEGAL_REVIEWER: Final = "legal-reviewer"  # 法制审核
MACHINE: Final = "machine"  # whoever types `huiyin` on the machine itself; no post carries it

ROLES: Final[tuple[str, ...]] = (
    ADMINISTRATOR, REGISTRAR, HANDLER, APPROVER, LEADER, HEAD, SUPERVISOR, DISCIPLINE, LEGAL_REVIEWER,
)  # fmt: skip
CASE_ROLES: Final[frozenset[str]] = frozenset(ROLES) - {ADMINISTRATOR}

Grants = frozenset[tuple[str, Scope]]


def _on(scope: Scope, *roles: str) -> Grants:
    return frozenset((role, scope) for role in roles)


_everyone: Grants = _on(ORGANISATION, *ROLES)
_readers: Grants = (
    _on(UNIT, HANDLER) | _on(ORGANISATION, REGISTRAR, APPROVER, LEADER, HEAD, DISCIPLINE) | _on(BELOW, SUPERVISOR)
)
_at_table: Grants = _on(INVOLVED, REGISTRAR, APPROVER, LEADER, HEAD, SUPERVISOR) | _on(INVOLVED_UNIT, HANDLER)
_window: Grants = _on(ORGANISATION, REGISTRAR)
_desk: Grants = _window | _on(ORGANISATION, HEAD)
_work: Grants = _on(UNIT, HANDLER)
_decide: Grants = _on(ORGANISATION, APPROVER, LEADER, HEAD)

MATRIX: Final[dict[str, Grants]] = {
    # Organisations. The machine's own command stands for set-up and for import at the desk of the machine.
    "manage_organisation": _on(BELOW, ADMINISTRATOR, MACHINE),
    "move_organisation": _on(BELOW, MACHINE),
    "manage_posts": _on(BELOW, ADMINISTRATOR, MACHINE),
    "manage_people": _on(BELOW, ADMINISTRATOR, MACHINE),
    "manage_groups": _on(BELOW, ADMINISTRATOR, MACHINE) | _on(ORGANISATION, HEAD),
    "manage_terms": _on(BELOW, ADMINISTRATOR, MACHINE) | _on(ORGANISATION, HEAD),
    "manage_clock_numbers": _on(BELOW, ADMINISTRATOR, MACHINE) | _on(ORGANISATION, HEAD),
    "manage_competences": _on(BELOW, ADMINISTRATOR, MACHINE),
    "view_competences": _everyone | _on(BELOW, MACHINE),
    "manage_letters": _on(BELOW, ADMINISTRATOR) | _on(ORGANISATION, HEAD),
    "view_people": _everyone | _on(BELOW, ADMINISTRATOR, SUPERVISOR, MACHINE),
    "own_account": _everyone,
    "view_machine": _on(ORGANISATION, ADMINISTRATOR),  # and only the topmost one: `operations.queries.runs_the_machine`
    # Cases: seeing. Administrators stand in none of these lines.
    "list": _readers | _at_table,
    "read": _readers | _at_table,
    "see_readers": _on(ORGANISATION, HEAD),
    "figures": _on(ORGANISATION, REGISTRAR, APPROVER, LEADER, HEAD, DISCIPLINE) | _on(BELOW, SUPERVISOR),
    # Cases: the window.
    "register": _window | _on(ORGANISATION, HANDLER, DISCIPLINE),
    "sort": _desk,
    "channel": _desk,
    "accept": _desk,
    "refuse": _desk,
    "transfer": _desk | _on(ORGANISATION, DISCIPLINE),
    "object": _desk,
    # Cases: assigned to an office below, whose report the one above judges on its own case.
    "assign_down": _desk,
    "report_back": _work | _on(ORGANISATION, REGISTRAR, LEADER, HEAD),
    "judge_report": _desk | _on(ORGANISATION, LEADER),
    "assign": _desk | _on(ORGANISATION, LEADER),
    "reissue_code": _window,
    "group": _window | _on(ORGANISATION, HEAD) | _work,
    "join": _desk,
    "exclude": _desk | _work | _on(ORGANISATION, DISCIPLINE) | _on(BELOW, SUPERVISOR),
    # Cases: the work.
    "ask_person": _work | _window,
    "message": _work | _window,
    "consult": _work,
    "answer_consultation": _work | _on(UNIT, LEGAL_REVIEWER) | _on(ORGANISATION, LEADER, HEAD),
    "answer_asked": _desk | _on(ORGANISATION, APPROVER, LEADER),
    "draft_reply": _work,
    "submit_for_approval": _work,
    "extend": _work,
    "serve": _work | _window,
    "record_settled": _work | _window,
    "check_later": _work | _on(ORGANISATION, LEADER, HEAD),
    "open_identity": _work | _window,
    "close": _work | _on(ORGANISATION, LEADER, HEAD),
    # A notice to the person did not arrive: whoever works on the case or keeps the window tells them in another way.
    "settle_notice": _work | _window | _on(ORGANISATION, LEADER, HEAD),
    "mediate": _work | _on(ORGANISATION, LEADER, HEAD),
    # Cases: the decision.
    "send_back": _decide,
    "approve_reply": _decide,
    "issue_reply": _decide | _work,
    "approve_extension": _decide,
    # Cases: the office above two that disagree, as a guest at the table of the case.
    "decide_competence": _on(INVOLVED, APPROVER, LEADER, HEAD),
    # Cases: reviews, at the office that reviews. Who had to do with the answer is excluded by the review itself.
    "review_read": _work | _on(ORGANISATION, REGISTRAR, APPROVER, LEADER, HEAD) | _on(BELOW, SUPERVISOR),
    "review_begin": _desk | _on(ORGANISATION, APPROVER, LEADER, SUPERVISOR),
    "review_draft": _work | _on(ORGANISATION, LEADER, HEAD, SUPERVISOR),
    "review_decide": _decide,
    "review_serve": _work | _window | _on(ORGANISATION, SUPERVISOR),
    # Tasks: at the office that was asked, and (`task_read`, `task_judge`) at the one that gave it. Who may give is asked by the giving room.
    "task_read": _on(UNIT, HANDLER, LEGAL_REVIEWER)
    | _on(ORGANISATION, REGISTRAR, APPROVER, LEADER, HEAD, DISCIPLINE)
    | _on(BELOW, SUPERVISOR),
    "task_do": _on(UNIT, HANDLER, LEGAL_REVIEWER)
    | _on(ORGANISATION, REGISTRAR, APPROVER, LEADER, HEAD, SUPERVISOR, DISCIPLINE),
    "task_hand_to": _desk | _on(ORGANISATION, LEADER),
    "task_judge": _work | _on(ORGANISATION, REGISTRAR, APPROVER, LEADER, HEAD, SUPERVISOR),
    # Receptions. Who is invited to a joint one reads it, and answers the invitation that its office got.
    "manage_reception_days": _desk,
    "reception_read": _readers | _at_table,
    "receive": _work | _desk | _on(ORGANISATION, APPROVER, LEADER),
    "answer_invitation": _desk | _on(ORGANISATION, APPROVER, LEADER),
    "report_receptions": _desk | _on(ORGANISATION, LEADER),
    # Superiors' instructions, and hard cases on their way up. A superior gives them to the own office and those below.
    "instruct": _on(BELOW, LEADER, HEAD),
    "record_instruction": _desk | _on(ORGANISATION, LEADER),
    "instruction_read": _readers - _on(ORGANISATION, DISCIPLINE),
    "instruction_work": _work | _on(ORGANISATION, REGISTRAR, LEADER, HEAD),
    "hard_case_report": _work | _on(ORGANISATION, REGISTRAR, LEADER, HEAD),
    "hard_case_read": _readers - _on(ORGANISATION, DISCIPLINE),
    "hard_case_answer": _decide | _on(ORGANISATION, SUPERVISOR),
    # Leaders: who names one; the desk urges in the leader's stead; what the leader of a case does (the post itself is asked in
    # the room); a head sees the boards of the own office by post; who leaves and who takes over sign, in whatever post they are.
    "appoint_leader": _desk | _on(ORGANISATION, LEADER),
    "urge": _desk,
    "lead": _on(ORGANISATION, LEADER, HEAD) | _on(INVOLVED, LEADER, HEAD),
    "read_boards": _on(ORGANISATION, HEAD),
    "sign_handover": _on(ORGANISATION, *ROLES[1:]),
    "read_work_sheets": _on(ORGANISATION, HEAD) | _on(BELOW, SUPERVISOR),
    # Cases: sealed kinds, the superior, and what stood open before Huiyin.
    "seal": _window | _on(ORGANISATION, HANDLER, HEAD, DISCIPLINE),
    "supervise": _on(BELOW, SUPERVISOR),
    "read_supervision": _work | _on(ORGANISATION, REGISTRAR, APPROVER, LEADER, HEAD) | _on(BELOW, SUPERVISOR),
    "answer_supervision": _on(ORGANISATION, LEADER, HEAD),
    "read_accountability": _on(ORGANISATION, REGISTRAR, HANDLER, APPROVER, LEADER, HEAD) | _on(BELOW, SUPERVISOR),
    "import": _on(BELOW, MACHINE) | _desk,
    # Plans: in an emergency everybody of the house needs them. What a superior reads of an office below is what was approved
    # there (asked in the room); a legal reviewer above is sent the marks of offices that have none of their own.
    "plan_read": _everyone | _on(BELOW, SUPERVISOR, LEGAL_REVIEWER),
    "plan_comment": _on(ORGANISATION, *ROLES[1:]) | _on(BELOW, LEGAL_REVIEWER),
    "plan_write": _on(ORGANISATION, REGISTRAR, HANDLER, APPROVER, LEADER, HEAD),
    "plan_review": _on(ORGANISATION, *ROLES[1:]) | _on(BELOW, LEGAL_REVIEWER),
    "plan_print": _on(ORGANISATION, *ROLES[1:]) | _on(BELOW, MACHINE),
    "plan_overrule": _on(BELOW, LEGAL_REVIEWER),
    "plan_approve": _on(ORGANISATION, HEAD),
    "plan_publish": _desk | _on(ORGANISATION, LEADER),
    # Incidents: in an emergency whoever is there starts the plan and writes down what happens. Who commands one leads it too,
    # whatever the role of the post (asked in the room). Exercises are planned by who writes plans.
    "incident_read": _everyone | _on(BELOW, SUPERVISOR),
    "incident_write": _everyone,
    "incident_paper": _everyone,  # what was written on paper is typed in by whoever has the sheet
    "incident_lead": _on(ORGANISATION, LEADER, HEAD),
    "incident_approve": _on(ORGANISATION, HEAD),
    "incident_review": _on(ORGANISATION, REGISTRAR, HANDLER, APPROVER, LEADER, HEAD),
    "drill_plan": _on(ORGANISATION, REGISTRAR, HANDLER, APPROVER, LEADER, HEAD),
    # Hazards: whoever walks past says what is dangerous, and everybody of the house reads it. The post that owes the mending
    # says that it is done, whatever its role; who looks is another person (both asked in the room). A superior's head is told of
    # a grave one that is late, and reads it.
    "hazard_read": _everyone | _on(BELOW, SUPERVISOR, HEAD),
    "hazard_register": _everyone,
    "hazard_sort": _desk | _work | _on(ORGANISATION, LEADER),
    "hazard_mend": _work | _on(ORGANISATION, REGISTRAR, LEADER, HEAD),
    "hazard_check": _on(ORGANISATION, REGISTRAR, HANDLER, APPROVER, LEADER, HEAD) | _on(BELOW, SUPERVISOR),
    # Rounds: whoever is named goes, whatever the role of the post (asked in the room), and who plans them.
    "inspection_read": _everyone | _on(BELOW, SUPERVISOR),
    "inspection_plan": _on(ORGANISATION, REGISTRAR, HANDLER, APPROVER, LEADER, HEAD),
    # Premises and equipment: the post that keeps a thing writes down its checks, whatever its role (asked in the room).
    "equipment_read": _everyone | _on(BELOW, SUPERVISOR),
    "equipment_keep": _on(ORGANISATION, REGISTRAR, HANDLER, LEADER, HEAD),
    # Duty: everybody of the house reads who is there. Who keeps the rosters makes them; a leader or the head has them hold.
    "duty_read": _everyone | _on(BELOW, SUPERVISOR, HEAD),
    "duty_roster": _desk | _on(ORGANISATION, LEADER),
    "duty_publish": _on(ORGANISATION, LEADER, HEAD),
    # Call-outs: who is called answers, whatever the role of the post; once it is shouted anybody of the house (asked in the room).
    "callout_read": _everyone | _on(BELOW, SUPERVISOR, HEAD),
    "callout_answer": _everyone,
    "callout_withdraw": _on(ORGANISATION, LEADER, HEAD),
    "callout_try": _on(ORGANISATION, LEADER, HEAD),
    # What falls due in the office: things and duties, no cases. What a post may not read of another room is left out there.
    "agenda_read": _everyone,
    # Notices that did not arrive: each post sees those of things whose notices it may settle (asked in the room of the thing).
    "undelivered_read": _everyone,
    # Reports up the chain: whoever is there begins one, with nobody's leave, and goes on with it; what is about a child or a wrong
    # is read by few (asked in the room). A superior reads what happens below, closed kinds only once they were sent to it.
    "bulletin_write": _everyone,
    "bulletin_read": _on(ORGANISATION, REGISTRAR, HANDLER, APPROVER, LEADER, HEAD) | _on(BELOW, SUPERVISOR, HEAD),
    "bulletin_closed_read": _on(ORGANISATION, LEADER, HEAD),
    "bulletin_receive": _on(ORGANISATION, REGISTRAR, LEADER, HEAD, SUPERVISOR),
    "bulletin_judge": _on(ORGANISATION, LEADER, HEAD, SUPERVISOR),
    "bulletin_figures": _on(ORGANISATION, REGISTRAR, LEADER) | _on(BELOW, SUPERVISOR, HEAD),
    # Training: everybody of the house reads what is taught when. The post that sees to a lesson writes down that it was held,
    # whatever its role (asked in the room).
    "training_read": _everyone | _on(BELOW, SUPERVISOR),
    "training_answer": _everyone,
    "training_plan": _on(ORGANISATION, REGISTRAR, HANDLER, LEADER, HEAD),
    # What was written down wrongly of a held lesson: while its programme runs, whoever writes it down; afterwards others may have the
    # report, and a leader or the head answers for it.
    "training_correct": _on(ORGANISATION, LEADER, HEAD),
    # Numbers of offices alone, never of persons or pupils: an office above reads what each office below reads of itself.
    "training_figures": _on(ORGANISATION, REGISTRAR, HANDLER, LEADER, HEAD) | _on(BELOW, SUPERVISOR, HEAD),
    # Support in hardship: everybody of the house can ask, and hand over the slip that offers it. To work on a request is open to no
    # role: to the one post that answers for it, and to whom the person let in (asked in the room).
    "support_offer": _everyone,
    "support_work": _on(ORGANISATION, *ROLES[1:]),
    "support_name": _on(ORGANISATION, LEADER, HEAD),
    # Sealed reports on persons: to appoint readers is the office's, at a discipline office that of its own posts. Whoever has the role may
    # read none by it: only what is sealed to the key that the holder of an appointed post made (asked in the room).
    "confidential_list": _on(ORGANISATION, HEAD, DISCIPLINE),
    "confidential_name": _on(ORGANISATION, HEAD, DISCIPLINE),
    "confidential_read": _on(ORGANISATION, DISCIPLINE),
    # Whoever keeps a share of a reader's key was named by that reader (asked in the room).
    "confidential_keep": _on(ORGANISATION, *ROLES[1:]),
    # Notices to posts of the house and to parents by class: to parents one goes when it is approved. Who writes one answers for it, and
    # who approves may correct and withdraw each (asked in the room).
    "announcement_read": _everyone,
    "announcement_write": _on(ORGANISATION, REGISTRAR, HANDLER, APPROVER, LEADER, HEAD),
    "announcement_approve": _on(ORGANISATION, LEADER, HEAD),
    # The day on paper: each post prints its own set, and whoever is there types in what was written by hand. A concern on it is
    # registered by who may register.
    "day_paper": _on(ORGANISATION, *ROLES[1:]),
    # A set that lies ready each morning is the office's wish.
    "day_paper_morning": _on(ORGANISATION, REGISTRAR, HEAD),
    # The archive: a dossier is made by who works on the thing or answers for it; of a sealed case by who alone may read it. Lists and
    # search show a post what it may list anyway.
    "dossier": _work | _on(ORGANISATION, REGISTRAR, LEADER, HEAD, DISCIPLINE),
    "dossier_incident": _on(ORGANISATION, REGISTRAR, HANDLER, LEADER, HEAD),
    "archive_read": _on(ORGANISATION, REGISTRAR, LEADER, HEAD),
    "archive_keep": _desk,
    "archive_import": _on(BELOW, MACHINE) | _desk,
    # Keeping and destroying. Both hands of a destruction have the same permission and are two accounts (`organisations.two_hands`);
    # whoever works on a thing can hold it back.
    "retention_read": _on(ORGANISATION, REGISTRAR, LEADER, HEAD),
    "retention_set": _desk,
    "retention_hold": _desk | _work | _on(ORGANISATION, LEADER, LEGAL_REVIEWER),
    "retention_destroy": _on(ORGANISATION, REGISTRAR, LEADER, HEAD),
    # Calendars and procedures are no secret; loading is the administrator's.
    "view_calendars": _everyone | _on(BELOW, MACHINE),
    "load_calendar": _on(BELOW, ADMINISTRATOR, MACHINE),
    "view_procedures": _everyone | _on(BELOW, MACHINE),
    "manage_procedures": _on(BELOW, ADMINISTRATOR, MACHINE),
    # The machine: doctor, backup, worker, dead notices (which hold no personal data).
    "run_machine": _on(BELOW, ADMINISTRATOR, MACHINE),
}

# What shows who somebody is: where the office asks for the second step of signing in, it is closed to an account without one.
# To a discipline post everything about a case is, because what it reads is sealed.
SECOND_STEP: Final[frozenset[str]] = frozenset({"open_identity", "confidential_read"})

# What else is sealed, and closed to who was let in without a second step until a second administrator has vouched.
LET_IN: Final[frozenset[str]] = frozenset(
    {"support_work", "confidential_list", "confidential_name", "confidential_read", "confidential_keep"}
)

# What a superior does itself once it has taken a case over, by its own posts and on its own scopes; the office whose
# case it is reads along until it comes back, and does none of it.
GOES_OVER: Final[frozenset[str]] = frozenset({
    "register", "sort", "channel", "accept", "refuse", "transfer", "assign_down", "assign", "ask_person", "message", "consult",
    "report_back", "draft_reply", "submit_for_approval", "extend", "settle_notice", "serve", "record_settled", "check_later", "open_identity", "close",
    "send_back", "approve_reply", "issue_reply", "approve_extension",
    "group", "join", "seal", "mediate", "receive", "appoint_leader", "urge", "hard_case_report",
})  # fmt: skip

# What does not go over, each for its reason; a test holds that every verb about a case stands in one of the two.
STAYS: Final[frozenset[str]] = frozenset({
    "list", "read", "see_readers", "figures", "reception_read", "read_supervision", "read_accountability",  # the office reads along
    "exclude", "object", "answer_supervision", "reissue_code",  # the office's own knowledge, word or counter
    "dossier",  # the file is that of the office whose case it is
    "import", "report_receptions", "read_boards", "read_work_sheets", "sign_handover",  # of an office or a post, of no one case
    # things with an office of their own, wherever the case is worked on
    "answer_consultation", "answer_asked", "judge_report", "answer_invitation", "decide_competence", "supervise", "lead",
    "review_read", "review_begin", "review_draft", "review_decide", "review_serve",
    "task_read", "task_do", "task_hand_to", "task_judge",
    "instruct", "record_instruction", "instruction_read", "instruction_work", "hard_case_read", "hard_case_answer",
})  # fmt: skip

# About no case: a case does not know of plans, incidents and hazards.
PLAN_VERBS: Final[frozenset[str]] = frozenset({
    "plan_read", "plan_comment", "plan_write", "plan_print", "plan_review", "plan_overrule", "plan_approve", "plan_publish",
})  # fmt: skip

INCIDENT_VERBS: Final[frozenset[str]] = frozenset({
    "incident_read", "incident_write", "incident_paper", "incident_lead", "incident_approve", "incident_review", "drill_plan",
})  # fmt: skip

HAZARD_VERBS: Final[frozenset[str]] = frozenset({
    "hazard_read", "hazard_register", "hazard_sort", "hazard_mend", "hazard_check", "inspection_read",
    "inspection_plan", "equipment_read", "equipment_keep",
})  # fmt: skip

DUTY_VERBS: Final[frozenset[str]] = frozenset({"duty_read", "duty_roster", "duty_publish"})

CALLOUT_VERBS: Final[frozenset[str]] = frozenset({"callout_read", "callout_answer", "callout_withdraw", "callout_try"})

BULLETIN_VERBS: Final[frozenset[str]] = frozenset(
    {
        "bulletin_write",
        "bulletin_read",
        "bulletin_closed_read",
        "bulletin_receive",
        "bulletin_judge",
        "bulletin_figures",
    }
)

TRAINING_VERBS: Final[frozenset[str]] = frozenset(
    {"training_read", "training_answer", "training_plan", "training_correct", "training_figures"}
)

SUPPORT_VERBS: Final[frozenset[str]] = frozenset({"support_offer", "support_work", "support_name"})

CONFIDENTIAL_VERBS: Final[frozenset[str]] = frozenset(
    {"confidential_list", "confidential_name", "confidential_read", "confidential_keep"}
)

ANNOUNCEMENT_VERBS: Final[frozenset[str]] = frozenset(
    {"announcement_read", "announcement_write", "announcement_approve"}
)

AGENDA_VERBS: Final[frozenset[str]] = frozenset({"agenda_read"})

ARCHIVE_VERBS: Final[frozenset[str]] = frozenset({"dossier_incident", "archive_read", "archive_keep", "archive_import"})

RETENTION_VERBS: Final[frozenset[str]] = frozenset(
    {"retention_read", "retention_set", "retention_hold", "retention_destroy"}
)

PAPER_VERBS: Final[frozenset[str]] = frozenset({"day_paper", "day_paper_morning"})

DELIVERY_VERBS: Final[frozenset[str]] = frozenset({"undelivered_read"})

CASE_VERBS: Final[tuple[str, ...]] = (
    "list", "read", "see_readers", "figures", "register", "sort", "channel", "accept", "refuse", "transfer", "object", "assign",
    "assign_down", "report_back", "judge_report",
    "reissue_code", "group", "join", "exclude", "ask_person", "message", "consult", "answer_consultation", "answer_asked", "draft_reply", "submit_for_approval",
    "extend", "serve", "record_settled", "check_later", "open_identity", "close", "settle_notice", "send_back", "approve_reply",
    "issue_reply", "approve_extension", "seal", "supervise", "import", "review_read", "review_begin", "review_draft",
    "review_decide", "review_serve", "decide_competence", "task_read", "task_do", "task_hand_to", "task_judge",
    "reception_read", "receive", "answer_invitation", "report_receptions",
    "instruct", "record_instruction", "instruction_read", "instruction_work", "hard_case_report", "hard_case_read",
    "hard_case_answer",
    "mediate",
    "read_supervision", "answer_supervision", "read_accountability",
    "appoint_leader", "urge", "lead", "read_boards", "sign_handover", "read_work_sheets",
    "dossier",
)  # fmt: skip
