"""Pages of commitments."""

from django.urls import URLPattern, path

from commitments.views.dashboard import dashboard

urlpatterns: list[URLPattern] = [
    path("", dashboard, name="dashboard"),
]
