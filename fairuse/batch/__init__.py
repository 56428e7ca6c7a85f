"""Many uses at once, from tables or scenario files; rows leave, one for each answer and one for each error."""
