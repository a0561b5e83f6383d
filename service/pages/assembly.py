"""The pages put into the app: their routes, what browsers load, and errors as pages."""

from __future__ import annotations

from fastapi import FastAPI

from service.pages import (
    about,
    administration,
    assessments,
    assets,
    documents,
    intake,
    portfolio,
    questions,
    reader,
    review,
    search,
    speech,
)
from service.pages.failures import install_failures


def install(app: FastAPI) -> None:
    """Add every page to the app. None of them stands in the description of the API."""
    for module in (
        questions,
        search,
        documents,
        intake,
        reader,
        assessments,
        review,
        portfolio,
        administration,
        about,
        speech,
        assets,
    ):
        app.include_router(module.router, include_in_schema=False)
    install_failures(app)
