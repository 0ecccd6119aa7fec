"""Pages of documents."""

from django.urls import path

from documents import views

urlpatterns = [
    path("import/", views.import_page, name="import"),
    path("import/<int:pk>/", views.import_batch, name="import_batch"),
    path("import/<int:pk>/<int:item>/retry/", views.import_retry, name="import_retry"),
]
