"""The questionnaire in the back room; it comes from the starter data."""

from django.contrib import admin

from config.read_only_admin import ReadOnlyAdmin
from questionnaire.models import Question, Questionnaire


@admin.register(Questionnaire)
class QuestionnaireAdmin(ReadOnlyAdmin):
    """Questionnaires."""

    list_display = ("title", "issued_by", "issued_on")


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    """Questions."""

    list_display = ("number", "title", "topics")
