"""From an identifier to a record: who registered it, what they hold, and what happened
to the work since.

Whatever could not be judged is said to be so: an outage is never reported as "not
found".
"""

from csecrefs.model.registries import Registries
from csecrefs.resolve.outcome import OUTCOMES, Outcome, Provenance, Resolution
from csecrefs.resolve.resolver import Resolver

__all__ = ["OUTCOMES", "Outcome", "Provenance", "Registries", "Resolution", "Resolver"]
