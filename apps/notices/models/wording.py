"""What notices say: data that the office changes, with the values each may name."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from apps.notices.terms import CODE, LONGEST_BODY, Channel


class Template(models.Model):
    """An occasion on which people are told something, and the values known then."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("occasion"), max_length=120)
    variables = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    """Names of the values that an act gives; the database refuses a text that names
    another (migration 0002)."""

    class Meta:
        verbose_name = _("occasion")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE), name="template_code_has_its_shape"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Text(models.Model):
    """The words of an occasion for one channel in one language."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="texts")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    """Of an e-mail, and the first line of a notice on this site."""
    body = models.TextField(_("text"))
    changed_at = models.DateTimeField(db_default=Now())
    changed_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("wording")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "channel", "language"], name="text_is_single"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="text_channel_is_known"
            ),
            models.CheckConstraint(
                condition=Q(body__regex=r"\S")
                & Q(LessThanOrEqual(Length("body"), LONGEST_BODY)),
                name="text_says_something_short",
                violation_error_message=_("A text has from 1 to 4000 letters."),
            ),
            models.CheckConstraint(
                condition=~Q(channel__in=[Channel.EMAIL, Channel.IN_APP])
                | Q(subject__regex=r"\S"),
                name="text_has_a_subject",
                violation_error_message=_("An e-mail and a notice need a subject."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} {self.channel} {self.language}"
