from django.urls import URLPattern

app_name = "project"

urlpatterns: list[URLPattern] = []
