"""Pages of documents."""

from django.urls import path

from documents import views

urlpatterns = [
    path("documents/", views.document_list, name="documents"),
    path("documents/<int:pk>/original/", views.original, name="document_original"),
    path("documents/<int:pk>/pages/<int:number>.png", views.page, name="document_page"),
    path("documents/<int:pk>/describe/", views.description, name="document_describe"),
    path("documents/<int:pk>/mark/", views.marking, name="document_mark"),
    path("documents/<int:pk>/withdraw/", views.withdrawal, name="document_withdraw"),
    path("import/", views.import_page, name="import"),
    path("import/<int:pk>/", views.import_batch, name="import_batch"),
    path("import/<int:pk>/<int:item>/retry/", views.import_retry, name="import_retry"),
]
