from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "huiyin.mediation"
    label = "mediation"
    default_auto_field = "django.db.models.BigAutoField"
