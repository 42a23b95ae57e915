"""The pages, one module a station; they read scoped querysets and call actions, and decide nothing."""
