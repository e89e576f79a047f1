"""Deployment: settings, the ASGI entry point, the URL map."""
