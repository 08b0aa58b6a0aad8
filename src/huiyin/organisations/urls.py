"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import groups, let_in, passkeys, people, proving, second_step, sessions, sign_in, staff_import, tree

app_name = "organisations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/second/", sign_in.second, name="second"),
    path("sign-in/passkey/", passkeys.sign_in, name="sign-in-passkey"),
    path("sign-in/code/", sign_in.use_key, name="key"),
    path("sign-in/forgotten/", sign_in.forgotten, name="forgotten"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("start/", sign_in.home, name="home"),
    path("account/", sign_in.own_account, name="account"),
    path("account/password/", sign_in.password, name="password"),
    path("account/prove/", proving.prove, name="prove"),
    path("account/second-step/", second_step.second_step, name="second-step"),
    path("account/second-step/app/", second_step.code_app, name="code-app"),
    path("account/second-step/app/begin/", second_step.begin_code_app, name="begin-code-app"),
    path("account/second-step/app/remove/", second_step.remove_code_app, name="remove-code-app"),
    path("account/second-step/papers/", second_step.renew_papers, name="renew-papers"),
    path("account/second-step/passkey/", passkeys.new_passkey, name="new-passkey"),
    path("account/second-step/passkey/<slug:public_id>/remove/", passkeys.remove_passkey, name="remove-passkey"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/others/end/", sessions.end_others, name="end-other-sessions"),
    path("account/sessions/<slug:public_id>/end/", sessions.end_session, name="end-session"),
    path("account/post/", sign_in.choose_post, name="choose-post"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new-person"),
    path("people/template.xlsx", staff_import.workbook_template, name="import-template"),
    path("people/<slug:public_id>/", people.person, name="person"),
    path("people/<slug:public_id>/code/", people.reset, name="reset"),
    path("people/<slug:public_id>/sessions/end/", sessions.end_all, name="end-all-sessions"),
    path("people/<slug:public_id>/let-in/", let_in.let_in, name="let-in"),
    path("people/<slug:public_id>/vouch/", let_in.vouch, name="vouch"),
    path("people/<slug:public_id>/off/", people.deactivate, name="deactivate"),
    path("people/<slug:public_id>/on/", people.reactivate, name="reactivate"),
    path("appointments/<slug:public_id>/end/", people.end_appointment, name="end-appointment"),
    path("appointments/<slug:public_id>/swap/", people.swap, name="swap"),
    path("organisations/", tree.tree, name="tree"),
    path("organisations/<slug:public_id>/", tree.tree, name="tree-of"),
    path("organisations/<slug:public_id>/new/", tree.new_organisation, name="new-organisation"),
    path("organisations/<slug:public_id>/settings/", tree.settings, name="settings"),
    path("organisations/<slug:public_id>/close/", tree.close_organisation, name="close-organisation"),
    path("organisations/<slug:public_id>/units/new/", tree.new_unit, name="new-unit"),
    path("organisations/<slug:public_id>/groups/", groups.groups, name="groups"),
    path("organisations/<slug:public_id>/groups/new/", groups.new_group, name="new-group"),
    path("organisations/<slug:public_id>/school-year/", groups.school_year, name="school-year"),
    path("organisations/<slug:public_id>/import/", staff_import.choose, name="import"),
    path("organisations/<slug:public_id>/import/confirm/", staff_import.confirm, name="import-confirm"),
    path("organisations/<slug:organisation>/terms/<slug:public_id>/remove/", groups.remove_term, name="remove-term"),
    path(
        "organisations/<slug:organisation>/classes/<slug:public_id>/remove/", groups.remove_class, name="remove-class"
    ),
    path("units/<slug:public_id>/", tree.unit, name="unit"),
    path("units/<slug:public_id>/close/", tree.close_unit, name="close-unit"),
    path("units/<slug:public_id>/posts/new/", tree.new_post, name="new-post"),
    path("posts/<slug:public_id>/", tree.post, name="post"),
    path("posts/<slug:public_id>/close/", tree.close_post, name="close-post"),
    path("posts/<slug:public_id>/appoint/", people.appoint, name="appoint"),
    path("groups/<slug:public_id>/", groups.group, name="group"),
    path("groups/<slug:public_id>/close/", groups.close_group, name="close-group"),
]
