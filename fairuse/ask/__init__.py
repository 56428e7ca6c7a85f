"""The questionnaire: answers come in; a `Scenario` leaves. `plan` (pure) says what to ask next, `terminal` asks it."""
