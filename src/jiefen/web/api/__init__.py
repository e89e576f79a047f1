"""The JSON API for other programs: /api/v1/, described by /api/v1/openapi.json (docs/api.md)."""
