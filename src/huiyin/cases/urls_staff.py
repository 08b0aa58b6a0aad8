"""Addresses of the staff pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import (
    letter_papers,
    staff_alike,
    staff_asked,
    staff_case,
    staff_day,
    staff_group,
    staff_posting,
    staff_register,
    staff_review,
    staff_verbs,
)

urlpatterns: list[URLPattern] = [
    path("today/", staff_day.day, name="day"),
    path("today/read", staff_day.read_notices, name="read-notices"),
    path("cases/", staff_day.case_list, name="list"),
    path("cases/new/", staff_register.new, name="new"),
    path("cases/new/slip.pdf", letter_papers.staff_slip, name="slip-pdf"),
    path("cases/new/handed-over", staff_register.handed_over, name="handed-over"),
    path("cases/<slug:public_id>/", staff_case.case, name="case"),
    path("cases/<slug:public_id>/do/<slug:name>/", staff_verbs.verb, name="verb"),
    path("cases/<slug:public_id>/reply", staff_case.reply, name="reply"),
    path("cases/<slug:public_id>/identity", staff_case.open_identity, name="open-identity"),
    path("cases/<slug:public_id>/letters/<slug:letter_id>", staff_case.letter, name="letter"),
    path("cases/<slug:public_id>/letters/<slug:letter_id>.pdf", letter_papers.staff_letter, name="letter-pdf"),
    path(
        "cases/<slug:public_id>/letters/<slug:letter_id>/addressed.pdf",
        letter_papers.addressed_letter,
        name="letter-addressed",
    ),
    path("cases/<slug:public_id>/letters/<slug:letter_id>/by-post", staff_posting.ask_posting, name="ask-posting"),
    path("post/", staff_posting.posting_list, name="postings"),
    path("post/<slug:public_id>/", staff_posting.posting, name="posting"),
    path("post/<slug:public_id>/<slug:file_id>", staff_posting.posting_photo, name="posting-photo"),
    path("cases/<slug:public_id>/files/<slug:file_id>", staff_case.file, name="file"),
    path("cases/<slug:public_id>/code/<slug:concern_id>", staff_register.reissue, name="reissue"),
    path("cases/<slug:public_id>/joint", staff_case.open_joint, name="open-joint"),
    path("cases/<slug:public_id>/group/", staff_group.group, name="group"),
    path("cases/<slug:public_id>/group/slips", staff_group.slips, name="slips"),
    path("cases/<slug:public_id>/group/speaker", staff_group.speaker, name="speaker"),
    path("cases/<slug:public_id>/beside/", staff_alike.beside, name="beside"),
    path("cases/<slug:public_id>/beside/<slug:other>/", staff_alike.pair, name="pair"),
    path("cases/<slug:public_id>/part/<slug:concern_id>/", staff_alike.part, name="part"),
    path("cases/<slug:public_id>/before/", staff_alike.asked_before, name="asked-before"),
    path("alike/", staff_alike.proposals, name="alike"),
    path("reviews/", staff_review.reviews, name="reviews"),
    path("reviews/<slug:public_id>/", staff_review.review, name="review"),
    path("consultations/<slug:public_id>/", staff_day.consultation, name="consultation"),
    path("asked/<slug:public_id>/", staff_asked.asked, name="asked"),
]
