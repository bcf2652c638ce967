"""Liquid with a leash: plain values, few tags, limits on loops, output, memory and time."""

import time
from collections.abc import Mapping
from typing import Any, ClassVar

from liquid import BoundTemplate, Environment, RenderContext
from liquid.exceptions import LiquidError, ResourceLimitError, UndefinedError
from liquid.undefined import FalsyStrictUndefined

from relasi.messaging.rules.markup import is_closed

from . import filters

SECONDS = 0.3
TAGS = (
    "#", "assign", "break", "capture", "case", "comment", "content", "continue", "cycle", "echo",
    "for", "if", "illegal", "output", "unless",
)  # fmt: skip


class TooMuch(ResourceLimitError):
    """The template ran out of its time."""


class Missing(FalsyStrictUndefined):
    """A value that is not there: `if` and `default` may ask for it, printing it is an error."""

    force_liquid_default = True


class Leashed(RenderContext):
    """A render that ends in time, whatever the template does.

    The time is that of the processor for this thread: a machine that stood still, or was busy
    with something else, is not the template's fault.
    """

    __slots__ = ("deadline",)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.deadline = time.thread_time() + SECONDS

    def get(self, *args: Any, **named: Any) -> object:
        self.refuse_late()
        return super().get(*args, **named)

    def assign(self, key: str, val: Any) -> None:
        self.refuse_late()
        filters.refuse_large(val)
        super().assign(key, val)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        self.refuse_late()
        super().raise_for_loop_limit(length)

    def refuse_late(self) -> None:
        if time.thread_time() > self.deadline:
            raise TooMuch("it takes too long", token=None)


class Bound(BoundTemplate):
    context_class = Leashed


class LeashedEnvironment(Environment):
    template_class = Bound
    loop_iteration_limit: ClassVar[int | None] = 1_000
    output_stream_limit: ClassVar[int | None] = 400_000
    local_namespace_limit: ClassVar[int | None] = 200_000
    context_depth_limit: ClassVar[int] = 20
    block_nesting_limit: ClassVar[int] = 12

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        self.tags = {name: self.tags[name] for name in TAGS}
        filters.install(self)


HTML = LeashedEnvironment(autoescape=True, undefined=Missing)
TEXT = LeashedEnvironment(autoescape=False, undefined=Missing)


class Broken(Exception):
    """A template that cannot be read or filled in. `code` says how, `detail` names the thing."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


def parse(source: str, environment: Environment) -> BoundTemplate:
    """Raises Broken. Unclosed braces are found first: the lexer is quadratic in them."""
    if not is_closed(source):
        raise Broken("unclosed")
    try:
        return environment.from_string(source)
    except (LiquidError, RecursionError, ValueError, OverflowError) as error:
        raise _broken(error, "syntax") from error


def fill(template: BoundTemplate, words: Mapping[str, Any]) -> str:
    """Raises Broken."""
    try:
        return template.render(words)
    except Exception as error:  # a template is a stranger's program: anything may come out of it
        raise _broken(error, "failed") from error


def _broken(error: Exception, code: str) -> Broken:
    if isinstance(error, ResourceLimitError):
        return Broken("too_much")
    if isinstance(error, UndefinedError):
        return Broken("missing", _name(error))
    text = str(error.args[0]) if error.args else type(error).__name__
    return Broken(code, text[:200])


def _name(error: UndefinedError) -> str:
    """As it is written in the template: contact.city, products[0].name."""
    named = str(error.args[0] if error.args else "").removesuffix(" is undefined")
    return (named[1:-1] if named.startswith("'") and named.endswith("'") else named)[:80]
