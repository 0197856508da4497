"""The product's addresses with the demo's mailbox among them."""

from django.urls import include, path

urlpatterns = [path("mailbox/", include("otklik.demo.urls")), path("", include("otklik.desk.urls"))]
