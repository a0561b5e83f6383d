"""What all schemas share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A schema that takes no field it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)
