from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "huiyin.kernel.ledger.tests.sample"
    label = "ledger_sample"
    default_auto_field = "django.db.models.BigAutoField"
