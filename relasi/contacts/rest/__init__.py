"""People and companies through the API."""

from ninja import Router

from . import companies, duplicates, merges, people

router = Router()
router.add_router("", people.router)
router.add_router("", companies.router)
router.add_router("", merges.router)
router.add_router("", duplicates.router)

__all__ = ["router"]
