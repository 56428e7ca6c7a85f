"""The browser's way in: requests of one machine come in; pages and JSON leave. Nothing is stored, and
between two requests nothing is kept but the last few assessments, by the scenarios that they are of."""
