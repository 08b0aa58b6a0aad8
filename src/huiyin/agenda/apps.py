from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "huiyin.agenda"
    label = "agenda"
