"""The questionnaire: which question comes next (`plan`, pure) and how it is put (`terminal`)."""
