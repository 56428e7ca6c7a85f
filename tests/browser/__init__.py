"""Pages in a real browser, and the JSON interface by its own description: `make test-web` runs these."""
