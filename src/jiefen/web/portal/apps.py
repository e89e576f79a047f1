"""App configuration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.web.portal"
    label = "portal"

    def ready(self) -> None:
        """Let search engines find the public pages."""
        from jiefen.web.portal.articles.sitemap import register

        register()
