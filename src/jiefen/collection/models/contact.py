"""Talking with an owner: what happened (evidence, append-only), what was said, what was prepared, what comes next."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.shared.fields import EncryptedTextField
from jiefen.shared.tenancy import Scoped


class Channel(models.TextChoices):
    """How somebody was addressed."""

    PHONE = "phone", "电话"
    VISIT = "visit", "上门"
    MESSAGE = "message", "微信或短信"
    LETTER = "letter", "信函"
    IN_PERSON_OFFICE = "in_person_office", "在服务中心面谈"


class InitiatedBy(models.TextChoices):
    """Whose idea the talk was. The owner may reach us at any hour."""

    US = "us", "我们"
    OWNER = "owner", "业主"


class Purpose(models.TextChoices):
    """What the contact was for."""

    BILL = "bill", "谈账单"
    CARE = "care", "关心和服务"
    AFTERCARE = "aftercare", "付款后回访"
    DEMAND = "demand", "正式催告"
    PROMISE_CHECK = "promise_check", "核对约定"


class Reached(models.TextChoices):
    """Who answered."""

    OWNER = "owner", "业主本人"
    FAMILY = "family", "同住家人"
    TENANT = "tenant", "租客"
    OTHER = "other", "其他人"
    NOBODY = "nobody", "没有联系上"


class IdentityCheck(models.TextChoices):
    """How we knew that it was really this person."""

    KNOWN_VOICE = "known_voice", "认得声音"
    CALLBACK_NUMBER = "callback_number", "拨打登记的号码"
    ID_SEEN = "id_seen", "看过证件"
    STATED_NAME_AND_ROOM = "stated_name_and_room", "报出姓名和房号"
    FACE_KNOWN = "face_known", "认得本人"
    NOT_CHECKED = "not_checked", "没有核对"


class Mood(models.TextChoices):
    """How the owner felt, as the steward heard it."""

    CALM = "calm", "平静"
    WORRIED = "worried", "担心"
    ANNOYED = "annoyed", "不耐烦"
    ANGRY = "angry", "生气"
    SAD = "sad", "难过"
    UNKNOWN = "unknown", "说不清"


class ObstacleCode(models.TextChoices):
    """What stands in the way (engine/obstacles)."""

    DISTRUST = "distrust", "不信任物业人员"
    NO_PERCEIVED_SERVICE = "no_perceived_service", "觉得没享受到服务"
    WORSE_THAN_PEERS = "worse_than_peers", "觉得服务不如同行"
    NO_URGENCY = "no_urgency", "不急着交"
    HARDSHIP = "hardship", "经济困难"
    FACTUAL = "factual", "账单事实不对"
    LEGAL_OBJECTION = "legal_objection", "法律上的异议"
    UNREACHABLE = "unreachable", "联系不上"


class ObstacleSource(models.TextChoices):
    """Who named the obstacle."""

    SUGGESTED_CONFIRMED = "suggested_confirmed", "系统建议，已确认"
    CORRECTED = "corrected", "系统建议，已更正"
    BY_HAND = "by_hand", "管家填写"


class Rehearsal(Scoped):
    """演练: the minute before the talk. ``values``: [{kind, number, words}] of what was done for this household."""

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="rehearsals")
    by_no = models.BigIntegerField(null=True)  # membership
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    owner_side = EncryptedTextField(blank=True)  # one sentence from the owner's side
    values = models.JSONField(default=list)
    picture = models.CharField(max_length=200, blank=True)
    aim = models.CharField(max_length=200, blank=True)
    client_key = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "client_key"], name="rehearsal_once")]


class ContactAttempt(Scoped):
    """催缴记录: that and how somebody was addressed. Evidence: appended, hashed, never changed (ADR).

    ``at`` is when it happened, ``recorded_at`` when we heard of it. ``proof``: a code of rules/tables/limitation.toml
    or "". ``breach_rule`` names the contact rule that was broken and admitted. ``corrects``: a correction is a new row.
    """

    premises = models.ForeignKey(
        "estates.Premises", on_delete=models.PROTECT, related_name="contact_attempts", db_index=False
    )
    channel = models.CharField(max_length=20, choices=Channel.choices)
    initiated_by = models.CharField(max_length=8, choices=InitiatedBy.choices)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    at = models.DateTimeField()
    duration_s = models.PositiveIntegerField(null=True)
    reached = models.CharField(max_length=8, choices=Reached.choices)
    identity_check = models.CharField(max_length=24, choices=IdentityCheck.choices)
    proof = models.CharField(max_length=40, blank=True)
    note = EncryptedTextField(blank=True)
    content_sha256 = models.CharField(max_length=64)
    client_key = models.CharField(max_length=64)
    breach_rule = models.CharField(max_length=40, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_no = models.BigIntegerField(null=True)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "client_key"], name="attempt_once")]
        indexes = [
            models.Index(fields=["premises", "at"], name="attempt_premises_at"),
            models.Index(fields=["organisation", "at"], name="attempt_org_at"),
        ]


class Conversation(Scoped):
    """沟通: what was said in a contact that reached somebody. Append-only like its attempt."""

    attempt = models.OneToOneField(ContactAttempt, on_delete=models.PROTECT, related_name="conversation")
    owner_words = EncryptedTextField(blank=True)
    mood = models.CharField(max_length=8, choices=Mood.choices, default=Mood.UNKNOWN)
    questions_asked = models.JSONField(default=list)  # codes of the playbook, or own words
    have = EncryptedTextField(blank=True)  # the gap: what they have …
    want = EncryptedTextField(blank=True)  # … and what they want
    chosen_option = models.CharField(max_length=24, blank=True)  # rules/plan_options.PlanOptionCode
    choice_words = EncryptedTextField(blank=True)
    next_step_on = models.DateField(null=True)
    next_step_what = models.CharField(max_length=200, blank=True)
    rehearsal = models.ForeignKey(Rehearsal, null=True, on_delete=models.PROTECT, related_name="conversations")


class ConversationObstacle(Scoped):
    """One obstacle heard in a talk. ``suggested_p_x1000``: the suggester's probability × 1000, None when by hand."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="obstacles")
    code = models.CharField(max_length=24, choices=ObstacleCode.choices)
    sub_reason = models.CharField(max_length=60, blank=True)
    suggested_p_x1000 = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=20, choices=ObstacleSource.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "code"], name="obstacle_once")]


class AttachmentKind(models.TextChoices):
    """What was attached."""

    PHOTO = "photo", "照片"
    VOICE = "voice", "语音"


class Attachment(Scoped):
    """A photo or voice note of a contact, encrypted on disk (shared/files). ``sha256`` is of the plain bytes."""

    attempt = models.ForeignKey(ContactAttempt, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=8, choices=AttachmentKind.choices)
    file_key = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=60)
    size_bytes = models.PositiveIntegerField()
    client_key = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by_no = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "client_key"], name="attachment_once")]


class FollowUpKind(models.TextChoices):
    """What is to happen."""

    NEXT_STEP = "next_step", "下一步"
    APPOINTMENT = "appointment", "约好见面或通话"
    REPAIR_VISIT = "repair_visit", "上门看维修"
    PLAN_CHECK = "plan_check", "核对分期"


class FollowUp(Scoped):
    """跟进. ``source_type``/``source_no``: the row it came from, e.g. conversation 12."""

    premises = models.ForeignKey(
        "estates.Premises", on_delete=models.PROTECT, related_name="follow_ups", db_index=False
    )
    kind = models.CharField(max_length=16, choices=FollowUpKind.choices)
    due_on = models.DateField()
    due_time = models.TimeField(null=True)
    what = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True)
    done_by_no = models.BigIntegerField(null=True)
    source_type = models.CharField(max_length=24, blank=True)
    source_no = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["premises", "due_on"], name="follow_up_premises"),
            models.Index(fields=["organisation", "due_on"], condition=Q(done_at=None), name="follow_up_waiting"),
        ]


class WishKind(models.TextChoices):
    """How the owner wants to be contacted."""

    DO_NOT_CONTACT = "do_not_contact", "请勿联系"
    NO_PHONE = "no_phone", "不要打电话"
    NO_VISIT = "no_visit", "不要上门"
    ONLY_HOURS = "only_hours", "只在某个时段联系"


class ContactWish(Scoped):
    """勿扰 and preferences, with who heard it and who lifted it. Hours: 0–24, from inclusive, to exclusive."""

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="contact_wishes")
    kind = models.CharField(max_length=16, choices=WishKind.choices)
    from_hour = models.PositiveSmallIntegerField(null=True)
    to_hour = models.PositiveSmallIntegerField(null=True)
    words = EncryptedTextField(blank=True)
    set_at = models.DateTimeField()
    set_by_no = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by_no = models.BigIntegerField(null=True)
    lift_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["premises", "kind"], condition=Q(lifted_at=None), name="wish_standing_once")
        ]
