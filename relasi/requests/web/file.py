"""/your-data/file/<token>/: the file with all that is held, once. A look does not use it up."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from relasi.kernel import clock
from relasi.kernel.errors import NotFound, Refused
from relasi.privacy import public as privacy

from .answering import language_for, page


@csrf_exempt
def show(request: HttpRequest, token: str) -> HttpResponseBase:
    """Programs that look after mails follow links: only the button fetches."""
    with translation.override(language_for(request)):
        if request.method != "POST":
            return page(request, "requests/file.html", problem="")
        try:
            path = privacy.open_export(token=token, now=clock.now())
        except (Refused, NotFound) as why:
            return page(request, "requests/file.html", status=410, problem=why.sentence)
        answer = FileResponse(path.open("rb"), as_attachment=True, filename="my-data.zip")
        answer["Cache-Control"] = "no-store"
        return answer
