"""`/health/`: whether this process can serve, for the supervisor and load balancers."""

from django.db import connection
from django.http import HttpRequest, HttpResponse


def show(request: HttpRequest) -> HttpResponse:
    """200 "ok" when the database answers; an exception becomes a 500."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
