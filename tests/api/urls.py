"""The product's addresses with the public page on, as OTKLIK_COACH_PAGE=1 has them."""

from django.urls import include, path

from otklik.project.urls import handler404, handler500, urlpatterns  # noqa: F401 -- Django reads the handlers here

urlpatterns = [path("coach/", include("otklik.api.page_urls")), *urlpatterns]
