"""Pages of signing in and out, of one's own account, and of the people."""

from allauth.account.views import login, logout
from django.urls import include, path, re_path

from accounts import views

urlpatterns = [
    path("sign-in/", login, name="sign_in"),
    path("sign-in/link/", views.sign_in_by_link, name="sign_in_by_link"),
    path("sign-out/", logout, name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/", include("allauth.urls")),
    path("people/", views.people_page, name="people"),
    re_path(r"^people/(?P<pk>\d+)/(?P<act>role|link|shut-out|let-in)/$", views.person_act, name="person_act"),
]
