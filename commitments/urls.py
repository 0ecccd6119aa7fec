"""Pages of commitments."""

from django.urls import URLPattern, path, re_path

from commitments.views import desk, disputes, double, editor, evidence, response, review
from commitments.views.changes import changes
from commitments.views.claim_history import claim_history
from commitments.views.claims import claim_new
from commitments.views.compare import compare
from commitments.views.country import country
from commitments.views.dashboard import dashboard
from commitments.views.methodology import methodology
from commitments.views.question import question, questions
from commitments.views.reader import reader
from commitments.views.rechecks import recheck_list, recheck_settle
from commitments.views.response_history import history

urlpatterns: list[URLPattern] = [
    path("", dashboard, name="dashboard"),
    path("countries/<str:iso2>/", country, name="country"),
    path("documents/<int:pk>/", reader, name="document"),
    path("questions/", questions, name="questions"),
    path("questions/<int:number>/", question, name="question"),
    path("compare/", compare, name="compare"),
    path("changes/", changes, name="changes"),
    path("methodology/", methodology, name="methodology"),
    path("documents/<int:pk>/claims/new/", claim_new, name="claim_new"),
    path("rechecks/", recheck_list, name="rechecks"),
    path("rechecks/<int:pk>/settle/", recheck_settle, name="recheck_settle"),
    path("responses/<str:iso2>/<int:number>/dispute/", disputes.file_dispute, name="dispute"),
    path("disputes/", disputes.dispute_list, name="disputes"),
    path("disputes/confirm/<str:token>/", disputes.confirm_dispute, name="dispute_confirm"),
    re_path(r"^disputes/(?P<pk>\d+)/(?P<act>show|refuse|answer)/$", disputes.dispute_act, name="dispute_act"),
    path("desk/", desk.desk, name="desk"),
    path("desk/next/", desk.desk_next, name="desk_next"),
    path("desk/assign/", desk.desk_assign, name="desk_assign"),
    path("responses/<str:iso2>/<int:number>/", response.response, name="response"),
    path("responses/<str:iso2>/<int:number>/history/", history, name="response_history"),
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
    path("claims/<int:pk>/history/", claim_history, name="claim_history"),
    path("desk/double/", double.double_list, name="double_list"),
    path("desk/double/begin/", double.double_begin, name="double_begin"),
    path("desk/double/questions/<int:number>/", double.double_set, name="double_set"),
    path("desk/double/<str:iso2>/<int:number>/", double.double_cell, name="double_cell"),
    path("review/", review.review_queue, name="review"),
    path("review/decide/", review.review_decide, name="review_decide"),
    path("review/undo/", review.review_undo, name="review_undo"),
    path("review/news/", review.review_news, name="review_news"),
    path("review/<int:pk>/", review.review_card, name="review_card"),
    path("review/<int:pk>/edit/", review.review_edit, name="review_edit"),
]
