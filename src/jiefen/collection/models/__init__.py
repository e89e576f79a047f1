"""Rows of collection: contacts and talks, what was agreed, relief, aftercare."""

from jiefen.collection.models.aftercare import Aftercare
from jiefen.collection.models.capacity import StewardCapacity
from jiefen.collection.models.commitments import (
    AgreedBy,
    Dispute,
    DisputedCharge,
    DisputeReason,
    Instalment,
    PlannedCharge,
    PromisedCharge,
    PromiseToPay,
    RepaymentPlan,
)
from jiefen.collection.models.contact import (
    Attachment,
    AttachmentKind,
    Channel,
    ContactAttempt,
    ContactWish,
    Conversation,
    ConversationObstacle,
    FollowUp,
    FollowUpKind,
    IdentityCheck,
    InitiatedBy,
    Mood,
    ObstacleCode,
    ObstacleSource,
    Purpose,
    Reached,
    Rehearsal,
    WishKind,
)
from jiefen.collection.models.learning import LearningConsent
from jiefen.collection.models.night import BuildingProposals, NightChange, NightRun, NightState
from jiefen.collection.models.practice import PracticeOutcome, PracticeSession
from jiefen.collection.models.proof import ContactProof
from jiefen.collection.models.refused import Attempted, RefusedContact
from jiefen.collection.models.relief import BreathingReason, BreathingSpace, Vacancy
from jiefen.collection.models.waivers import WaiverCondition, WaiverRequest

__all__ = [
    "Aftercare",
    "AgreedBy",
    "Attachment",
    "AttachmentKind",
    "Attempted",
    "BreathingReason",
    "BreathingSpace",
    "BuildingProposals",
    "Channel",
    "ContactAttempt",
    "ContactProof",
    "ContactWish",
    "Conversation",
    "ConversationObstacle",
    "Dispute",
    "DisputeReason",
    "DisputedCharge",
    "FollowUp",
    "FollowUpKind",
    "IdentityCheck",
    "InitiatedBy",
    "Instalment",
    "LearningConsent",
    "Mood",
    "NightChange",
    "NightRun",
    "NightState",
    "ObstacleCode",
    "ObstacleSource",
    "PlannedCharge",
    "PracticeOutcome",
    "PracticeSession",
    "PromiseToPay",
    "PromisedCharge",
    "Purpose",
    "Reached",
    "RefusedContact",
    "Rehearsal",
    "RepaymentPlan",
    "StewardCapacity",
    "Vacancy",
    "WaiverCondition",
    "WaiverRequest",
    "WishKind",
]
