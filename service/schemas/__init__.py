"""What leaves Samklang as JSON, over HTTP and from ``--json`` alike."""

from __future__ import annotations

from service.schemas.assessments import (
    AssessmentResponse,
    AssessmentRowResponse,
    AssessmentsResponse,
    FindingResponse,
)
from service.schemas.collections import CollectionResponse, CollectionsResponse
from service.schemas.conversations import (
    ConversationResponse,
    ConversationsResponse,
    TranscriptResponse,
    TurnResponse,
)
from service.schemas.documents import (
    DocumentResponse,
    DocumentsResponse,
    FileResponse,
    IngestResponse,
    TextResponse,
)
from service.schemas.frameworks import (
    FrameworkResponse,
    RebindingResponse,
)
from service.schemas.jobs import (
    HandedAssessRequest,
    IngestRequest,
    JobResponse,
    JobsResponse,
)
from service.schemas.portfolio import (
    PortfolioResponse,
    StrategyChangeResponse,
)
from service.schemas.questions import (
    AskResponse,
    CitationResponse,
    ClaimResponse,
    HitResponse,
    SearchResponse,
)
from service.schemas.reviews import (
    AssessRequest,
    SignRequest,
    StepRequest,
)
from service.schemas.state import (
    CheckResponse,
    DoctorResponse,
    ProblemResponse,
    ReadyResponse,
    RebuildResponse,
)

__all__ = [
    "AskResponse",
    "AssessRequest",
    "AssessmentResponse",
    "AssessmentRowResponse",
    "AssessmentsResponse",
    "CheckResponse",
    "CitationResponse",
    "ClaimResponse",
    "CollectionResponse",
    "CollectionsResponse",
    "ConversationResponse",
    "ConversationsResponse",
    "DoctorResponse",
    "DocumentResponse",
    "DocumentsResponse",
    "FileResponse",
    "FindingResponse",
    "FrameworkResponse",
    "HandedAssessRequest",
    "HitResponse",
    "IngestRequest",
    "IngestResponse",
    "JobResponse",
    "JobsResponse",
    "PortfolioResponse",
    "ProblemResponse",
    "ReadyResponse",
    "RebindingResponse",
    "RebuildResponse",
    "SearchResponse",
    "SignRequest",
    "StepRequest",
    "StrategyChangeResponse",
    "TextResponse",
    "TranscriptResponse",
    "TurnResponse",
]
