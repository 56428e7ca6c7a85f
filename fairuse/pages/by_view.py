"""The standings of one use on each view that moves it, and by forum."""

from __future__ import annotations

from fairuse.answer.result import UseResult
from fairuse.kb.model import KnowledgeBase
from fairuse.words.en import by_view as en
from fairuse.words.outline import Block, Grid, Point
from fairuse.words.wording import range_text, standing_text


def by_view(use: UseResult, kb: KnowledgeBase) -> list[Block]:
    """A table of the standing on each view of the doctrines that move it, dividing ones first, and by forum."""
    rows = []
    for view in use.open_views:
        labels = {v.id: v.label for v in kb.doctrines[view.doctrine].views}
        if len(set(view.standings.values())) > 1:
            rows += [(en.IF_X.format(labels[v]), range_text(*found)) for v, found in view.standings.items()]
    forums = kb.forums(use.regime)
    for standing in dict.fromkeys(use.by_forum.values()):
        names = [forums[f].split(" (")[0] for f, found in use.by_forum.items() if found == standing]
        named = en.EVERY_FORUM if len(names) == len(use.by_forum) else ", ".join(names)
        rows.append((named, standing_text(standing)))
    if len({standing for _, standing in rows}) < 2:
        return []
    return [Grid((en.VIEW_OR_FORUM, en.STANDING), tuple((Point(case), Point(standing)) for case, standing in rows))]
