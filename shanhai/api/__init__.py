"""The API under /api/v1, one module a station; the same verbs and scopes as the pages."""
