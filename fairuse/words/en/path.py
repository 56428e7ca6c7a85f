"""What the page path says."""

TO_BE_LOOKED_UP_NEXT = " To be looked up next: {}."
DO_NOT_COVER_IT_AS = "Do not cover it as told"
NOT_DECIDED_BY_THE_FACTS = "Not decided by the facts given"
ORDINARY_LAW = "Ordinary law"
PLAINLY_DO_NOT_COVER_IT = "Plainly do not cover it"
THE_FACTS_GIVEN_DO_NOT = "The facts given do not decide it."
THROUGH_THE_LAW_OF_X = "Through the law of {}"
