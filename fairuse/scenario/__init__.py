"""A scenario file comes in; a frozen `Scenario` leaves, and its uses: an act on works under a law, with its facts."""
