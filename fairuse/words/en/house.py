"""What answers say of house rules."""

IF_NOT_X = "if not: {}"
NOT_FOLLOWED_X = "not followed: {}"
THE_ANSWER = "the answer"
