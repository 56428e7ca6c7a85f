"""The browser and the JSON interface."""
