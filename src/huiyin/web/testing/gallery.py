"""The living page of components. Served under settings `test` alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import samples


class SampleForm(forms.Form):
    """One field of every kind."""

    what = forms.CharField(
        label="发生了什么事？",
        max_length=5000,
        widget=forms.Textarea,
        help_text="照您平时说话的样子写就行。能写上时间、地点、您希望怎么解决，办起来更快。",
    )
    way = forms.ChoiceField(
        label="有了答复，怎么告诉您？",
        choices=[("sms", "手机短信"), ("post", "写信到家"), ("none", "都不要，我自己凭回执码来查")],
        widget=forms.RadioSelect,
    )
    phone = forms.CharField(label="手机号", required=False)
    about = forms.MultipleChoiceField(
        label="事里有谁？", choices=[("a", "老师"), ("b", "同学")], widget=forms.CheckboxSelectMultiple, required=False
    )
    day = forms.DateField(label="哪一天的事？", required=False)
    place = forms.ChoiceField(label="哪里的事？", choices=[("1", "柳塘镇中心学校"), ("2", "白石桥小学")])
    papers = forms.FileField(label="照片、材料", required=False, help_text="每个不超过20 MB。")
    true = forms.BooleanField(label="就我所知，写的是真的。记错了不要紧，以后可以补充、更正。")

    def clean_phone(self) -> str:
        """Says how many digits there are, as the design does."""
        phone: str = self.cleaned_data["phone"]
        if phone and len(phone) != 11:
            raise forms.ValidationError(f"手机号是11位，现在是{len(phone)}位。")
        return phone


def components(request: HttpRequest, frame: str = "public") -> HttpResponse:
    """Every component once, in the public or the staff frame, or as it is printed."""
    request._huiyin_site = samples.site(frame)  # type: ignore[attr-defined]  # stands in for the providers
    context: dict[str, Any] = {"s": samples.chinese(), "frame": f"web/{frame}.html"}
    return render(request, "web/testing/components.html", context)


def form(request: HttpRequest) -> HttpResponse:
    """Every kind of field; posted wrongly, with its errors."""
    bound = SampleForm(request.POST or None, request.FILES or None)
    done = request.method == "POST" and bound.is_valid()
    return render(request, "web/testing/form.html", {"form": bound, "done": done})


def save(request: HttpRequest) -> HttpResponse:
    """Takes a draft, unless it says that the disk is full."""
    return HttpResponse(status=503 if "满" in request.POST.get("what", "") else 204)


def break_down(request: HttpRequest) -> HttpResponse:
    """Fails, to see what people see then."""
    raise RuntimeError("broken on purpose")
