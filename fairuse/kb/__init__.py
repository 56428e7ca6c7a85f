"""The knowledge base: law as data, loaded from ``rules/`` into frozen models."""
