"""The whole table of permissions, written out a second time: a change of who may do what must be made on purpose."""

from __future__ import annotations

import itertools

import pytest

from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, Place, machine, may, require, scope_filter
from huiyin.organisations.access.matrix import (
    AGENDA_VERBS,
    ANNOUNCEMENT_VERBS,
    ARCHIVE_VERBS,
    BULLETIN_VERBS,
    CALLOUT_VERBS,
    CASE_VERBS,
    CONFIDENTIAL_VERBS,
    DELIVERY_VERBS,
    DUTY_VERBS,
    GOES_OVER,
    HAZARD_VERBS,
    INCIDENT_VERBS,
    MACHINE,
    MATRIX,
    PAPER_VERBS,
    PLAN_VERBS,
    RETENTION_VERBS,
    ROLES,
    STAYS,
    SUPPORT_VERBS,
    TRAINING_VERBS,
)

# u: own unit; o: own organisation; b: own organisation and all below it; -: never
EXPECTED = """
verb                  administrator registrar handler approver leader head supervisor discipline legal-reviewer machine
manage_organisation   b     -     -     -     -     -     -     -     -     b
move_organisation     -     -     -     -     -     -     -     -     -     b
manage_posts          b     -     -     -     -     -     -     -     -     b
manage_people         b     -     -     -     -     -     -     -     -     b
manage_groups         b     -     -     -     -     o     -     -     -     b
manage_terms          b     -     -     -     -     o     -     -     -     b
manage_clock_numbers  b     -     -     -     -     o     -     -     -     b
manage_competences    b     -     -     -     -     -     -     -     -     b
view_competences      o     o     o     o     o     o     o     o     o     b
manage_letters        b     -     -     -     -     o     -     -     -     -
view_people           b     o     o     o     o     o     b     o     o     b
own_account           o     o     o     o     o     o     o     o     o     -
view_machine          o     -     -     -     -     -     -     -     -     -
list                  -     o     u     o     o     o     b     o     -     -
read                  -     o     u     o     o     o     b     o     -     -
see_readers           -     -     -     -     -     o     -     -     -     -
figures               -     o     -     o     o     o     b     o     -     -
register              -     o     o     -     -     -     -     o     -     -
sort                  -     o     -     -     -     o     -     -     -     -
channel               -     o     -     -     -     o     -     -     -     -
accept                -     o     -     -     -     o     -     -     -     -
refuse                -     o     -     -     -     o     -     -     -     -
transfer              -     o     -     -     -     o     -     o     -     -
object                -     o     -     -     -     o     -     -     -     -
assign_down           -     o     -     -     -     o     -     -     -     -
report_back           -     o     u     -     o     o     -     -     -     -
judge_report          -     o     -     -     o     o     -     -     -     -
assign                -     o     -     -     o     o     -     -     -     -
reissue_code          -     o     -     -     -     -     -     -     -     -
group                 -     o     u     -     -     o     -     -     -     -
join                  -     o     -     -     -     o     -     -     -     -
exclude               -     o     u     -     -     o     b     o     -     -
ask_person            -     o     u     -     -     -     -     -     -     -
message               -     o     u     -     -     -     -     -     -     -
consult               -     -     u     -     -     -     -     -     -     -
answer_consultation   -     -     u     -     o     o     -     -     u     -
answer_asked          -     o     -     o     o     o     -     -     -     -
draft_reply           -     -     u     -     -     -     -     -     -     -
submit_for_approval   -     -     u     -     -     -     -     -     -     -
extend                -     -     u     -     -     -     -     -     -     -
serve                 -     o     u     -     -     -     -     -     -     -
record_settled        -     o     u     -     -     -     -     -     -     -
check_later           -     -     u     -     o     o     -     -     -     -
open_identity         -     o     u     -     -     -     -     -     -     -
close                 -     -     u     -     o     o     -     -     -     -
settle_notice         -     o     u     -     o     o     -     -     -     -
mediate               -     -     u     -     o     o     -     -     -     -
send_back             -     -     -     o     o     o     -     -     -     -
approve_reply         -     -     -     o     o     o     -     -     -     -
issue_reply           -     -     u     o     o     o     -     -     -     -
approve_extension     -     -     -     o     o     o     -     -     -     -
decide_competence     -     -     -     -     -     -     -     -     -     -
review_read           -     o     u     o     o     o     b     -     -     -
review_begin          -     o     -     o     o     o     o     -     -     -
review_draft          -     -     u     -     o     o     o     -     -     -
review_decide         -     -     -     o     o     o     -     -     -     -
review_serve          -     o     u     -     -     -     o     -     -     -
task_read             -     o     u     o     o     o     b     o     u     -
task_do               -     o     u     o     o     o     o     o     u     -
task_hand_to          -     o     -     -     o     o     -     -     -     -
task_judge            -     o     u     o     o     o     o     -     -     -
manage_reception_days -     o     -     -     -     o     -     -     -     -
reception_read        -     o     u     o     o     o     b     o     -     -
receive               -     o     u     o     o     o     -     -     -     -
answer_invitation     -     o     -     o     o     o     -     -     -     -
report_receptions     -     o     -     -     o     o     -     -     -     -
instruct              -     -     -     -     b     b     -     -     -     -
record_instruction    -     o     -     -     o     o     -     -     -     -
instruction_read      -     o     u     o     o     o     b     -     -     -
instruction_work      -     o     u     -     o     o     -     -     -     -
hard_case_report      -     o     u     -     o     o     -     -     -     -
hard_case_read        -     o     u     o     o     o     b     -     -     -
hard_case_answer      -     -     -     o     o     o     o     -     -     -
appoint_leader        -     o     -     -     o     o     -     -     -     -
urge                  -     o     -     -     -     o     -     -     -     -
lead                  -     -     -     -     o     o     -     -     -     -
read_boards           -     -     -     -     -     o     -     -     -     -
sign_handover         -     o     o     o     o     o     o     o     o     -
read_work_sheets      -     -     -     -     -     o     b     -     -     -
seal                  -     o     o     -     -     o     -     o     -     -
supervise             -     -     -     -     -     -     b     -     -     -
read_supervision      -     o     u     o     o     o     b     -     -     -
answer_supervision    -     -     -     -     o     o     -     -     -     -
read_accountability   -     o     o     o     o     o     b     -     -     -
import                -     o     -     -     -     o     -     -     -     b
plan_read             o     o     o     o     o     o     b     o     b     -
plan_comment          -     o     o     o     o     o     o     o     b     -
plan_write            -     o     o     o     o     o     -     -     -     -
plan_review           -     o     o     o     o     o     o     o     b     -
plan_print            -     o     o     o     o     o     o     o     o     b
plan_overrule         -     -     -     -     -     -     -     -     b     -
plan_approve          -     -     -     -     -     o     -     -     -     -
plan_publish          -     o     -     -     o     o     -     -     -     -
incident_read         o     o     o     o     o     o     b     o     o     -
incident_write        o     o     o     o     o     o     o     o     o     -
incident_paper        o     o     o     o     o     o     o     o     o     -
incident_lead         -     -     -     -     o     o     -     -     -     -
incident_approve      -     -     -     -     -     o     -     -     -     -
incident_review       -     o     o     o     o     o     -     -     -     -
drill_plan            -     o     o     o     o     o     -     -     -     -
hazard_read           o     o     o     o     o     b     b     o     o     -
hazard_register       o     o     o     o     o     o     o     o     o     -
hazard_sort           -     o     u     -     o     o     -     -     -     -
hazard_mend           -     o     u     -     o     o     -     -     -     -
hazard_check          -     o     o     o     o     o     b     -     -     -
inspection_read       o     o     o     o     o     o     b     o     o     -
inspection_plan       -     o     o     o     o     o     -     -     -     -
equipment_read        o     o     o     o     o     o     b     o     o     -
equipment_keep        -     o     o     -     o     o     -     -     -     -
duty_read             o     o     o     o     o     b     b     o     o     -
duty_roster           -     o     -     -     o     o     -     -     -     -
duty_publish          -     -     -     -     o     o     -     -     -     -
training_read         o     o     o     o     o     o     b     o     o     -
training_answer       o     o     o     o     o     o     o     o     o     -
training_plan         -     o     o     -     o     o     -     -     -     -
training_correct      -     -     -     -     o     o     -     -     -     -
training_figures      -     o     o     -     o     b     b     -     -     -
support_offer         o     o     o     o     o     o     o     o     o     -
support_work          -     o     o     o     o     o     o     o     o     -
support_name          -     -     -     -     o     o     -     -     -     -
confidential_list     -     -     -     -     -     o     -     o     -     -
confidential_name     -     -     -     -     -     o     -     o     -     -
confidential_read     -     -     -     -     -     -     -     o     -     -
confidential_keep     -     o     o     o     o     o     o     o     o     -
announcement_read     o     o     o     o     o     o     o     o     o     -
announcement_write    -     o     o     o     o     o     -     -     -     -
announcement_approve  -     -     -     -     o     o     -     -     -     -
day_paper             -     o     o     o     o     o     o     o     o     -
day_paper_morning     -     o     -     -     -     o     -     -     -     -
callout_read          o     o     o     o     o     b     b     o     o     -
callout_answer        o     o     o     o     o     o     o     o     o     -
callout_withdraw      -     -     -     -     o     o     -     -     -     -
callout_try           -     -     -     -     o     o     -     -     -     -
dossier               -     o     u     -     o     o     -     o     -     -
dossier_incident      -     o     o     -     o     o     -     -     -     -
archive_read          -     o     -     -     o     o     -     -     -     -
archive_keep          -     o     -     -     -     o     -     -     -     -
archive_import        -     o     -     -     -     o     -     -     -     b
retention_read        -     o     -     -     o     o     -     -     -     -
retention_set         -     o     -     -     -     o     -     -     -     -
retention_hold        -     o     u     -     o     o     -     -     o     -
retention_destroy     -     o     -     -     o     o     -     -     -     -
agenda_read           o     o     o     o     o     o     o     o     o     -
undelivered_read      o     o     o     o     o     o     o     o     o     -
bulletin_write        o     o     o     o     o     o     o     o     o     -
bulletin_read         -     o     o     o     o     b     b     -     -     -
bulletin_closed_read  -     -     -     -     o     o     -     -     -     -
bulletin_receive      -     o     -     -     o     o     o     -     -     -
bulletin_judge        -     -     -     -     o     o     o     -     -     -
bulletin_figures      -     o     -     -     o     b     b     -     -     -
view_calendars        o     o     o     o     o     o     o     o     o     b
load_calendar         b     -     -     -     -     -     -     -     -     b
view_procedures       o     o     o     o     o     o     o     o     o     b
manage_procedures     b     -     -     -     -     -     -     -     -     b
run_machine           b     -     -     -     -     -     -     -     -     b
"""

HERE = Place(4, "/1/4/", unit_id=40)
NO_UNIT_YET = Place(4, "/1/4/")
OTHER_UNIT = Place(4, "/1/4/", unit_id=41)
BELOW = Place(9, "/1/4/9/", unit_id=90)
ABOVE = Place(1, "/1/", unit_id=10)
ASIDE = Place(40, "/1/40/", unit_id=400)  # /1/4 must not be taken for the start of /1/40
SEEN_FROM = {
    "-": (),
    "u": (HERE,),
    "o": (HERE, NO_UNIT_YET, OTHER_UNIT),
    "b": (HERE, NO_UNIT_YET, OTHER_UNIT, BELOW),
}


def expected() -> dict[tuple[str, str], str]:
    lines = EXPECTED.strip().splitlines()
    roles = lines[0].split()[1:]
    table = {}
    for line in lines[1:]:
        verb, *cells = line.split()
        table.update({(verb, role): cell for role, cell in zip(roles, cells, strict=True)})
    return table


def actor(*roles: str) -> Actor:
    return Actor(1, 1, 7, 40, 4, "/1/4/", frozenset(roles), "post:x", "", post_ids=frozenset({7}))


def test_the_table_names_every_verb_and_every_role():
    assert {verb for verb, _ in expected()} == set(MATRIX)
    assert {role for _, role in expected()} == {*ROLES, MACHINE}


@pytest.mark.parametrize(("verb", "role"), sorted(expected()))
def test_each_role_may_what_the_table_says_and_nowhere_else(verb, role):
    reach = SEEN_FROM[expected()[verb, role]]
    for place in (HERE, NO_UNIT_YET, OTHER_UNIT, BELOW, ABOVE, ASIDE):
        assert may(actor(role), verb, place) == (place in reach), place
    assert may(actor(role), verb) == (bool(reach) or role in AT_THE_TABLE.get(verb, {})), "anything at all"


def test_administrators_read_no_case_whatever_else_is_written_on_their_post():
    for verb, roles in itertools.product(CASE_VERBS, (("administrator",), ("administrator", *ROLES))):
        assert not may(actor(*roles), verb, HERE), verb
        assert scope_filter(actor(*roles), verb).scope == "nothing"


def test_nobody_signed_in_may_nothing_and_is_told_nothing():
    for verb in MATRIX:
        assert not may(None, verb, HERE)
    with pytest.raises(Refused) as refused:
        require(None, "read", HERE)
    with pytest.raises(Refused) as absent:
        require(actor("handler"), "read", OTHER_UNIT)
    assert str(refused.value) == str(absent.value)


def test_a_misspelt_verb_is_no_refusal():
    with pytest.raises(KeyError):
        may(actor("head"), "raed", HERE)


def test_the_machine_reaches_the_whole_tree_but_reads_no_case():
    assert may(machine("people"), "manage_people", ASIDE)
    assert not may(machine("people"), "read", ASIDE)


def test_a_list_reaches_as_far_as_a_single_look(district):
    """What `scope_filter` hands to a query and what `may` answers for one thing are the same set."""
    places = [Place(unit.organisation_id, unit.organisation.path, unit.pk) for unit in district.units.values()]
    for someone in district.actors.values():
        for verb in MATRIX:
            reach = scope_filter(someone, verb)
            for place in places:
                listed = {
                    "nothing": False,
                    "own-unit": place.unit_id == reach.unit_id,
                    "own-organisation": place.organisation_id in reach.organisation_ids,
                    "below": place.organisation_id in reach.organisation_ids,
                }[reach.scope]
                assert listed == may(someone, verb, place), (someone.post_title, verb)


# Who sits at the table of a thing of another office: o: whoever has the role there; u: where the own unit sits; -: never
AT_THE_TABLE = {
    verb: {"registrar": "o", "handler": "u", "approver": "o", "leader": "o", "head": "o", "supervisor": "o"}
    for verb in ("list", "read", "reception_read")
}
AT_THE_TABLE["lead"] = {"leader": "o", "head": "o"}
AT_THE_TABLE["decide_competence"] = {"approver": "o", "leader": "o", "head": "o"}


class Elsewhere:
    """A thing of an office that has nothing to do with the actor's, at whose table the actor's unit sits, or another one."""

    organisation_id, unit_id, organisation_path = 9, 90, "/1/9/"

    def __init__(self, unit: int | None, excluded: int = 0) -> None:
        self.unit, self.excluded = unit, excluded

    def excludes(self, post_id: int) -> bool:
        return post_id == self.excluded

    def involves(self, organisation_id: int, unit_id: int | None) -> bool:
        return organisation_id == 4 and (unit_id is None or unit_id == self.unit)


@pytest.mark.parametrize(("verb", "role"), itertools.product(sorted(MATRIX), ROLES))
def test_a_guest_at_the_table_may_what_the_table_says(verb, role):
    allowed = AT_THE_TABLE.get(verb, {}).get(role, "-")
    assert may(actor(role), verb, Elsewhere(unit=40)) == (allowed in "ou")
    assert may(actor(role), verb, Elsewhere(unit=41)) == (allowed == "o")
    assert not may(actor(role), verb, Elsewhere(unit=40, excluded=7))
    assert not may(actor(role), verb, Place(9, "/1/9/", 90))


class TakenOver:
    """A case of another office that the office 4 has taken over; unit 40 of it works on it."""

    organisation_id, unit_id, organisation_path = 9, 90, "/1/4/9/"
    taken_over = Place(4, "/1/4/", unit_id=40)

    def excludes(self, post_id: int) -> bool:
        return False


def test_every_verb_about_a_case_says_whether_a_superior_that_takes_it_over_does_it():
    """A room that adds an act must say so in the matrix: nothing falls between the office and its superior."""
    assert set(CASE_VERBS) == GOES_OVER | STAYS
    assert not GOES_OVER & STAYS
    of_the_house = {verb for verb in MATRIX if {role for role, _ in MATRIX[verb]} & {"administrator", MACHINE}}
    assert (
        set(MATRIX)
        - of_the_house
        - set(CASE_VERBS)
        - PLAN_VERBS
        - INCIDENT_VERBS
        - HAZARD_VERBS
        - DUTY_VERBS
        - BULLETIN_VERBS
        - AGENDA_VERBS
        - ARCHIVE_VERBS
        - DELIVERY_VERBS
        - RETENTION_VERBS
        - PAPER_VERBS
        - TRAINING_VERBS
        - SUPPORT_VERBS
        - CONFIDENTIAL_VERBS
        - ANNOUNCEMENT_VERBS
        - CALLOUT_VERBS
        == {"manage_reception_days"}
    )


@pytest.mark.parametrize(("verb", "role"), itertools.product(sorted(GOES_OVER), ROLES))
def test_what_a_superior_took_over_it_works_on_itself_and_the_office_does_not(verb, role):
    """Every verb of the work goes over, on the superior's own scopes; reading stays with the office."""
    superior = expected()[verb, role] in "uo"
    assert may(actor(role), verb, TakenOver()) == superior
    of_office = Actor(2, 2, 8, 90, 9, "/1/4/9/", frozenset({role}), "post:y", "", post_ids=frozenset({8}))
    assert not may(of_office, verb, TakenOver())
    assert may(of_office, "read", TakenOver()) == (expected()["read", role] != "-")
