from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "huiyin.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
