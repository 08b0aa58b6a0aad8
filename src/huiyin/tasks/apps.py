from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "huiyin.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"
