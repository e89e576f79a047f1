"""People, organisations and what binds them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jiefen.accounts.roles import Role
from jiefen.shared.crypto import blind_index
from jiefen.shared.fields import EncryptedTextField

PHONE_INDEX = "user.phone"


class OrganisationKind(models.TextChoices):
    """What an organisation is; the two halves of the platform never see each other's rows."""

    MANAGEMENT_COMPANY = "management_company", "物业公司"
    LAW_FIRM = "law_firm", "律师事务所"
    OPERATOR = "operator", "平台运营"


class Organisation(models.Model):
    """A tenant."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=24, choices=OrganisationKind.choices, default=OrganisationKind.MANAGEMENT_COMPANY)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Creates users by phone number."""

    def create_user(self, *, phone: str, display_name: str, password: str | None = None, **extra: Any) -> User:
        """A user with a hashed password (unusable when None: then only codes sign him in)."""
        user = self.model(phone=phone, phone_index=blind_index(phone, purpose=PHONE_INDEX), display_name=display_name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def by_phone(self, phone: str) -> User | None:
        """The user with this phone number, if any."""
        return self.filter(phone_index=blind_index(phone, purpose=PHONE_INDEX)).first()


class User(AbstractBaseUser):
    """A person who signs in with a phone number. Belongs to organisations through memberships."""

    phone = EncryptedTextField()
    phone_index = models.CharField(max_length=32, unique=True)
    display_name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)

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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="membership_once")]


class SignInAttempt(models.Model):
    """One try at signing in; the lock-out and rate limits count these rows. Nothing in clear."""

    phone_index = models.CharField(max_length=32)
    address_index = models.CharField(max_length=32)
    at = models.DateTimeField()
    succeeded = models.BooleanField()
    kind = models.CharField(max_length=12)  # password, code, code_sent

    class Meta:
        indexes = [
            models.Index(fields=["phone_index", "at"], name="attempt_phone"),
            models.Index(fields=["address_index", "at"], name="attempt_address"),
        ]


class SignInCode(models.Model):
    """A six-digit code sent to a phone: hashed, short-lived, usable once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_index = models.CharField(max_length=32)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
