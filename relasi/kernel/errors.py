"""What can go wrong, in the words of the domain.

A package raises one of these families, or a subclass that lives beside the verb
that raises it; the web and the REST layer turn the family into a page, a toast or a
status. No package knows an HTTP number.

* RelasiError
  - NotAllowed      the person may not do this
  - NotFound        there is no such thing, or it is not theirs to see
  - Refused         the request is well formed, the rules say no
    - Conflict      somebody or something else was faster: look again, then repeat it
"""


class RelasiError(Exception):
    """An anticipated failure with a sentence that a user can act on.

    `sentence` names the thing and says what to do; `field` names the form field or
    the API property at fault, when one is.
    """

    code = "error"

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotAllowed(RelasiError):
    code = "not_allowed"


class NotFound(RelasiError):
    code = "not_found"


class Refused(RelasiError):
    code = "refused"


class Conflict(Refused):
    code = "conflict"
