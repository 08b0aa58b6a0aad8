"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import lesson, lists, needs, offices, programmes, quizzes

app_name = "training"
urlpatterns: list[URLPattern | URLResolver] = [
    path("training/", programmes.lesson_list, name="list"),
    path("training/needs/", needs.need_list, name="needs"),
    path("training/figures/", offices.figures, name="figures"),
    path("training/mine/", needs.mine, name="mine"),
    path("training/new/", programmes.new, name="new"),
    path("training/programmes/<slug:public_id>/", programmes.programme, name="programme"),
    path("training/programmes/<slug:public_id>/print/", programmes.printed, name="printed"),
    path("training/programmes/<slug:public_id>/lesson/", programmes.plan, name="plan"),
    path("training/<slug:public_id>/", lesson.lesson, name="lesson"),
    path("training/<slug:public_id>/quiz/", quizzes.quiz, name="quiz"),
    path("training/<slug:public_id>/answer/", quizzes.answer, name="answer"),
    path("training/<slug:public_id>/lists/", lists.print_list, name="print_list"),
    path("training/<slug:public_id>/lists/<int:position>/", lists.sign_list, name="sign_list"),
    path("training/<slug:public_id>/lists/<int:position>/typed/", lists.typed_back, name="typed_back"),
    path("training/<slug:public_id>/materials/<slug:file_id>", lesson.material, name="material"),
]
