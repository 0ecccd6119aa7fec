"""Pages of signing in and out."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/link/", views.sign_in_by_link, name="sign_in_by_link"),
    path("sign-out/", LogoutView.as_view(next_page="/"), name="sign_out"),
]
