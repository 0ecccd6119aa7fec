"""Addresses of the API."""

from django.urls import path, re_path

from api.v1 import claims, codebook, countries, description, documents, imports, positions, questions, root

urlpatterns = [
    path("", root.Root.as_view(), name="api_root"),
    path("schema/", description.Description.as_view(), name="api_schema"),
    path("docs/", description.docs, name="docs"),
    path("countries/", countries.CountryList.as_view(), name="api_countries"),
    path("countries/<str:iso2>/", countries.CountryDetail.as_view(), name="api_country"),
    path("questionnaires/", questions.QuestionnaireList.as_view(), name="api_questionnaires"),
    path("questions/", questions.QuestionList.as_view(), name="api_questions"),
    path("questions/<int:pk>/", questions.QuestionDetail.as_view(), name="api_question"),
    path("codebook/", codebook.CodebookView.as_view(), name="api_codebook"),
    path("positions/", positions.PositionList.as_view(), name="api_positions"),
    path("claims/", claims.ClaimList.as_view(), name="api_claims"),
    path("claims/<int:pk>/", claims.ClaimDetail.as_view(), name="api_claim"),
    path("claims/<int:pk>/accept/", claims.ClaimAccept.as_view(), name="api_claim_accept"),
    path("claims/<int:pk>/reject/", claims.ClaimReject.as_view(), name="api_claim_reject"),
    path("claims/<int:pk>/retract/", claims.ClaimRetract.as_view(), name="api_claim_retract"),
    path("claims/<int:pk>/undo/", claims.ClaimUndo.as_view(), name="api_claim_undo"),
    path("documents/", documents.DocumentList.as_view(), name="api_documents"),
    path("documents/<int:pk>/", documents.DocumentDetail.as_view(), name="api_document"),
    path("documents/<int:pk>/text/", documents.DocumentTextView.as_view(), name="api_document_text"),
    path("documents/<int:pk>/claims/", claims.DocumentClaimList.as_view(), name="api_document_claims"),
    path("documents/<int:pk>/passages/", documents.PassageList.as_view(), name="api_document_passages"),
    path("imports/", imports.ImportList.as_view(), name="api_imports"),
    path("imports/<int:pk>/", imports.ImportDetail.as_view(), name="api_import"),
    re_path("", root.Missing.as_view(), name="api_missing"),
]
