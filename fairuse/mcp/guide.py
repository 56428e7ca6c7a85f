"""What an assistant is told of how to work with the server: the guide and the prompts."""

from __future__ import annotations

GUIDE = """\
fairuse answers, act by act and law by law, whether an AI training or output scenario needs the owners' permission.
It applies rules of law to told facts and cites rule, fact and authority for each step. It guesses neither law nor
facts, and nor should you. It is not legal advice.

1. Name the acts (vocabulary, kind acts): each thing done or planned with the works is an act of its own, getting the
   copies, keeping, training, releasing the model, what it puts out, passing copies on. Courts judge each on its own.
   What others do with the same works, such as who passed them on or is invited to train, is an act of theirs (by).
2. Group the works by what differs between them: source, kind, year, terms, whose they are. A work of the user's own,
   or one of other terms or another year, is a group of its own. A reprint has the year of the first edition, unless
   it adds something new.
3. Tell where each act happens (vocabulary, kind facts, words place): where copies are made, where a model is kept,
   where it is sold or put up. The place decides whose law answers. If the source tells none, choose no law for the
   user.
4. List the facts asked of each act (vocabulary, kind facts, with act) and read those that the source may answer
   (explain). A value fits only as its explanation says. Of works, tell kind, year and place of publication, author
   and terms wherever the source has them: without them no protection is found to be over. What a use is for, its
   safeguards and other lists are told whole, by the name of the list, with all that apply; a single line of it leaves
   the others open. A measure or a test (how much a model gives back) is told only if the source says that somebody
   looked; where works come out now and then, draft what mostly comes out and the worst that does as two acts.
5. draft_scenario: each fact with the words of the source that say it, verbatim. What the source does not say is left
   out: it stays unknown, which is never "no". A refused fact is refused for a reason; do not reword the quotation to
   get it in. The draft says what it still lacks: a place, what an answer cannot do without, acts beside.
6. next_question with each=8 lists what matters most for every act: look for all of it in the source and add what is
   there with add_facts. Then put what remains to the user one by one, in your own words; quote the user. What nobody
   knows goes into skip.
7. assess, first at depth brief. Report the standing of each act, what is assumed, what is open, the authorities on
   both sides. findings gives the proof line by line; quote rule ids and authorities as they stand. A standing that
   holds only on what is assumed is reported with it. memo writes the memorandum for the file.
8. what_if, why_not and compare_days answer what would move it, why it is not otherwise, and what changed with the
   law.

Long answers come in parts: go on with the offset that a part names. Below each answer stand the rules and authorities
it rests on, the day whose law was applied, the version of the rules, and a receipt by which anybody can find it again.
"""


def story_prompt(story: str) -> str:
    """Ask for an assessment of a story."""
    return (
        "Assess the story below with the fairuse tools, as their guide says. Tell only facts that the story says, each "
        "with its words; leave the rest unknown. Then report the standing of each act, what it turns on, what is open "
        f"and the authorities on both sides, and name the receipt.\n\nStory:\n{story}"
    )


def argument_prompt(argument: str) -> str:
    """Ask what is right and wrong in an argument."""
    return (
        "Somebody argues as follows. Find what the fairuse tools hold on it, and say what is "
        "right in it, what is wrong, where the law is open, and the authorities on both sides. Add no authority that "
        f"the tools do not name.\n\nArgument:\n{argument}"
    )
