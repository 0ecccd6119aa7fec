"""Pages of commitments."""

from django.urls import URLPattern, path, re_path

from commitments.views import disputes, editor, evidence, response
from commitments.views.dashboard import dashboard

urlpatterns: list[URLPattern] = [
    path("", dashboard, name="dashboard"),
    path("responses/<str:iso2>/<int:number>/dispute/", disputes.file_dispute, name="dispute"),
    path("disputes/", disputes.dispute_list, name="disputes"),
    path("disputes/confirm/<str:token>/", disputes.confirm_dispute, name="dispute_confirm"),
    re_path(r"^disputes/(?P<pk>\d+)/(?P<act>show|refuse|answer)/$", disputes.dispute_act, name="dispute_act"),
    path("responses/<str:iso2>/<int:number>/", response.response, name="response"),
    path("responses/<str:iso2>/<int:number>/edit/", editor.edit, name="response_edit"),
    *(
        path(f"responses/<str:iso2>/<int:number>/{act}/", response.decide, {"act": act}, name=f"response_{act}")
        for act in ("publish", "send-back", "discard")
    ),
    path("responses/<str:iso2>/<int:number>/evidence/", evidence.evidence, name="evidence"),
    path("responses/<str:iso2>/<int:number>/evidence/<int:claim>/cited/", evidence.cited, name="evidence_cited"),
    *(
        path(
            f"responses/<str:iso2>/<int:number>/evidence/<int:claim>/{decision}/",
            evidence.decide,
            {"decision": decision},
            name=f"evidence_{decision}",
        )
        for decision in ("accept", "reject", "undo")
    ),
]
