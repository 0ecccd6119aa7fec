"""The app's place in Django."""

from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    """Questionnaire."""

    name = "questionnaire"
    verbose_name = "Questionnaire"
