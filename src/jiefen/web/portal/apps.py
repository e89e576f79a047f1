"""App configuration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.web.portal"
    label = "portal"

    def ready(self) -> None:
        """Let search engines find the public pages."""
        from jiefen.web.portal import law_sitemap
        from jiefen.web.portal.articles import sitemap as article_sitemap
        from jiefen.web.portal.directory import sitemap as directory_sitemap

        directory_sitemap.register()
        law_sitemap.register()
        article_sitemap.register()
