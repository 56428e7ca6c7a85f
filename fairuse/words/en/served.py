"""What answers say of an act that another serves."""

THE_ANSWER_FOR_X = "the answer for {}"
