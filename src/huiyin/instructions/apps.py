from django.apps import AppConfig


class InstructionsConfig(AppConfig):
    name = "huiyin.instructions"
    label = "instructions"
    default_auto_field = "django.db.models.BigAutoField"
