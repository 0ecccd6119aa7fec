"""Pages of commitments."""

from django.urls import URLPattern, path, re_path

from commitments.views import disputes
from commitments.views.dashboard import dashboard

urlpatterns: list[URLPattern] = [
    path("", dashboard, name="dashboard"),
    path("responses/<str:iso2>/<int:number>/dispute/", disputes.file_dispute, name="dispute"),
    path("disputes/", disputes.dispute_list, name="disputes"),
    path("disputes/confirm/<str:token>/", disputes.confirm_dispute, name="dispute_confirm"),
    re_path(r"^disputes/(?P<pk>\d+)/(?P<act>show|refuse|answer)/$", disputes.dispute_act, name="dispute_act"),
]
