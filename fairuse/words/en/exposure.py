"""What answers say of amounts."""

AND = " and "
THE_PLAN_IS_CARRIED_OUT = "the plan is carried out"
