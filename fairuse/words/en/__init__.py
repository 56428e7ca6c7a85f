"""English: the fixed wording of every page, a module a page. A page says nothing of its own; another language has the
same names beside these. `X` in a name is a place that the page fills in.

(What rules, facts and issues say is law, and in ``rules/``.)
"""
