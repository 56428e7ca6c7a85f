"""The browser's way in: requests of one machine come in; pages and JSON leave. Nothing is kept between two requests."""
