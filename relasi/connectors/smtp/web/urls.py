from django.urls import URLPattern

app_name = "smtp"

urlpatterns: list[URLPattern] = []
