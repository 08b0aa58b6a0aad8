from django.apps import AppConfig


class CalloutsConfig(AppConfig):
    name = "huiyin.callouts"
    label = "callouts"
    default_auto_field = "django.db.models.BigAutoField"
