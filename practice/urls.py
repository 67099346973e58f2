from django.urls import path

from practice.views import drill, mock, sound, today

app_name = "practice"

_one = "drill/<number:attempt_id>/"
_in_mock = "mock/<number:interview_id>/questions/<number:position>/"

urlpatterns = [
    path("", today.today, name="today"),
    path("try/", drill.try_one, name="try"),
    path("drill/", today.begin, name="begin"),
    path("drill/undo/", today.undo, name="undo"),
    path(_one, drill.show, name="drill"),
    path(_one + "answer/", drill.answer, name="answer"),
    path(_one + "reveal/", drill.reveal, name="reveal"),
    path(_one + "marks/", drill.mark, name="mark"),
    path(_one + "grade/", drill.grade, name="grade"),
    path(_one + "next-time/", drill.next_time, name="next-time"),
    path(_one + "forget/", drill.forget, name="forget"),
    path(_one + "recording/", sound.of_attempt, name="recording"),
    path(_one + "recording/delete/", sound.remove_from_attempt, name="recording-delete"),
    path("mock/", mock.mock, name="mock"),
    path(_in_mock + "recording/", sound.of_mock, name="mock-recording"),
    path(_in_mock + "recording/delete/", sound.remove_from_mock, name="mock-recording-delete"),
    path("progress/", today.progress, name="progress"),
    path("habit/", today.habit, name="habit"),
    path("mine.json", today.as_json, name="mine-json"),
    path("mine.csv", today.as_csv, name="mine-csv"),
    path("mine.zip", today.as_zip, name="mine-zip"),
    path("misses.apkg", today.misses, name="misses"),
]
