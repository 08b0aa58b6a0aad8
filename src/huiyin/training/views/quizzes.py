"""The questions of a lesson are set; somebody answers them and reads the result at once, which is kept nowhere."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import StaffRequest, needs
from huiyin.training import starters
from huiyin.training.actions import quizzing
from huiyin.training.forms import quizzes as forms
from huiyin.training.queries import quizzes as queries
from huiyin.web.fields import put_error

from .programmes import language


@needs("training_read")
@require_http_methods(["GET", "POST"])
def quiz(request: StaffRequest, public_id: str) -> HttpResponse:
    """Questions with their choices, and how often they were answered: counts alone, none below a handful."""
    page = queries.to_set(request.actor, public_id)
    if request.method == "POST" and request.POST.get("do") == "end":
        quizzing.end_quiz(actor=request.actor, lesson_id=public_id)
        messages.success(request, _("Done."))
        return redirect("training:lesson", public_id)
    form = forms.SetQuiz(request.POST or None, initial=_first(page))
    if request.method == "POST" and form.is_valid():
        try:
            quizzing.set_quiz(
                actor=request.actor, lesson_id=public_id, questions=form.questions, needed=form.cleaned_data["needed"] or 0
            )  # fmt: skip
        except BadInput as error:
            put_error(form, error)
        else:
            messages.success(request, _("Set. It is open once the lesson was held."))
            return redirect("training:lesson", public_id)
    wrong = (
        zip((one["text"] for one in page.quiz.questions), page.counts.wrong, strict=True)
        if page.quiz and page.counts
        else ()
    )
    context = {"page": page, "lesson": page.lesson, "form": form, "wrong": list(wrong)}
    return render(request, "training/quiz.html", context, status=422 if form.is_bound else 200)


@needs("training_answer")
@require_http_methods(["GET", "POST"])
def answer(request: StaffRequest, public_id: str) -> HttpResponse:
    """The result is the answer to the form; it is on no other page and in no list."""
    lesson, row = queries.to_answer(request.actor, public_id)
    form = forms.Answer(request.POST or None, questions=row.questions)
    context = {"lesson": lesson, "quiz": row, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "training/answer.html", context, status=422 if form.is_bound else 200)
    result = quizzing.answer(actor=request.actor, quiz_id=row.public_id, chosen=form.chosen)
    lines = [
        (one["text"], right, one["choices"][form.chosen[number] - 1], one["choices"][one["right"] - 1])
        for number, (one, right) in enumerate(zip(row.questions, result.right, strict=True), 1)
    ]
    return render(request, "training/result.html", {**context, "result": result, "lines": lines})


def _first(page: queries.QuizPage) -> dict[str, object]:
    if page.quiz is not None:
        kept = [(one["text"], one["choices"], one["right"]) for one in page.quiz.questions]
        return forms.first(kept, page.quiz.needed)
    ready = [(one.text, one.choices, one.right) for one in starters.questions(page.lesson.topic, language())]
    return forms.first(ready, max(len(ready) - 1, 0))
