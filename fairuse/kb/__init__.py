"""The law: files of ``rules/`` come in; a frozen `KnowledgeBase` leaves, with every problem found in them."""
