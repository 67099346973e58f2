from django.apps import AppConfig
from django.urls import register_converter

from config.numbers import Number


class QuestionsConfig(AppConfig):
    name = "questions"
    verbose_name = "Question bank"

    def ready(self) -> None:
        register_converter(Number, "number")
