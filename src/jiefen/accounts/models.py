"""People, organisations and what binds them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jiefen.accounts.phones import normalised_phone
from jiefen.accounts.roles import Role
from jiefen.shared.crypto import blind_index
from jiefen.shared.fields import EncryptedTextField

PHONE_INDEX = "user.phone"


def index_of_phone(phone: str) -> str:
    """The blind index of a phone number, however it was written. Raises InvalidPhone."""
    return blind_index(normalised_phone(phone), purpose=PHONE_INDEX)


class OrganisationKind(models.TextChoices):
    """What an organisation is; the two halves of the platform never see each other's rows."""

    MANAGEMENT_COMPANY = "management_company", "物业公司"
    LAW_FIRM = "law_firm", "律师事务所"
    OPERATOR = "operator", "平台运营"


class Organisation(models.Model):
    """A tenant."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(
        max_length=24, choices=OrganisationKind.choices, default=OrganisationKind.MANAGEMENT_COMPANY
    )
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Creates and finds users by phone number."""

    def create_user(self, *, phone: str, display_name: str, password: str | None = None, **extra: Any) -> User:
        """A user with a hashed password (unusable when None: then only codes sign him in). Raises InvalidPhone."""
        plain = normalised_phone(phone)
        user = self.model(phone=plain, phone_index=index_of_phone(plain), display_name=display_name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def by_phone(self, phone: str) -> User | None:
        """The user with this phone number, if any. Raises InvalidPhone."""
        return self.filter(phone_index=index_of_phone(phone)).first()


class User(AbstractBaseUser):
    """A person who signs in with a phone number. Belongs to organisations through memberships."""

    phone = EncryptedTextField()
    phone_index = models.CharField(max_length=32, unique=True)
    display_name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)
    password_is_temporary = models.BooleanField(default=False)  # handed over by somebody else: change it first

    loaded_memberships: list[Membership]  # set by backends.MembershipBackend

    USERNAME_FIELD = "phone_index"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.display_name


class Membership(models.Model):
    """One person's role in one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    # What this organisation calls him. Empty: his own name. Keeps one tenant from reading a name another one wrote.
    display_name = models.CharField(max_length=40, blank=True)
    # Somebody who already has an account joins by signing in with a code (see actions.people.add_member).
    awaits_code = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="membership_once")]

    @property
    def belongs_elsewhere(self) -> bool:
        """The person works, or worked, for another organisation as well. One query."""
        others = Membership.objects.filter(user_id=self.user_id).exclude(organisation_id=self.organisation_id)
        return others.exists()

    @property
    def shown_name(self) -> str:
        """The name on this organisation's screens. ``user`` should be loaded."""
        return self.display_name or self.user.display_name


class AttemptOutcome(models.TextChoices):
    """How an attempt ended. It is written as failed before anything is compared, so that no crash is a free try."""

    FAILED = "failed", "没有对上"
    SUCCEEDED = "succeeded", "成功"
    REFUSED = "refused", "次数已满"


class SignInAttempt(models.Model):
    """One try at signing in; the lock-out and rate limits count these rows. Nothing in clear."""

    phone_index = models.CharField(max_length=32)
    address_index = models.CharField(max_length=32)
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)  # limits.PASSWORD, CODE, CODE_SENT
    outcome = models.CharField(max_length=12, choices=AttemptOutcome.choices)

    class Meta:
        indexes = [
            models.Index(fields=["phone_index", "at"], name="attempt_phone"),
            models.Index(fields=["address_index", "at"], name="attempt_address"),
        ]


class SignInCode(models.Model):
    """A six-digit code for a phone: keyed hash, short-lived, usable once.

    Written for unknown numbers as well (and never sent), so that asking for a code tells nobody who has an account.
    """

    phone_index = models.CharField(max_length=32)
    code_index = models.CharField(max_length=32)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["phone_index", "sent_at"], name="sign_in_code_phone")]


class Visitor(models.Model):
    """Somebody with a question and no account: all we know is the secret his browser keeps (its index, never itself).

    What he asks hangs on this row's number. A phone for an answer later is the asking context's business, not ours.
    """

    token_index = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField()
