"""Uses come in; an `Assessment` leaves: for each use the standing, its proof, its range, and what would change it."""
