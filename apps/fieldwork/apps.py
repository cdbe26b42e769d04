"""The register of fieldwork as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldworkConfig(AppConfig):
    name = "apps.fieldwork"
    label = "fieldwork"
    verbose_name = _("Fieldwork")

    def ready(self) -> None:
        """Let photos hang on what collectors sent."""
        from apps.documents.domain.owners import Owner, register_owner
        from apps.fieldwork.domain.seeing import adds_files, sees_files
        from apps.fieldwork.terms import FILE

        register_owner(
            Owner(
                kind=FILE,
                title=_("Photo or signature from the street"),
                sees=sees_files,
                adds=adds_files,
            )
        )
