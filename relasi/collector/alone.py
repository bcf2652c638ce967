"""What `relasi collector` serves: the collector and nothing else."""

import logging
import sys

from .application import Collector
from .settings import from_environment

logging.basicConfig(
    stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s"
)
application = Collector(from_environment())
