"""What the page verification says."""

AND_X_MORE_FIELDS = "  and {} more fields"
IT_WAS_MADE_WITH_HOUSE = "  it was made with house rules, and those given here, or the law beneath, are others"
IT_WAS_MADE_WITH_HOUSE_RULES = "  it was made with house rules; give their folder with --house to derive it again"
IT_WAS_MADE_WITHOUT_HOUSE = "  it was made without house rules; leave out --house to derive it again"
ITS_SCENARIO_CANNOT_BE_ASSESSED = "  its scenario cannot be assessed here:"
ITS_SIGNATURE_IS_NOT_THAT = "  its signature is not that of this report: it was changed after it was signed"
NO_STANDING_DIFFERS_X_OTHER = "  no standing differs; {} other fields do, such as {}"
SIGNED_WITH_THE_KEY_X = "  signed with the key {}; whose key that is has to be known otherwise"
THE_DOCUMENT_DOES_NOT_SHOW = "  the document does not show what its data say: it was changed"
THE_DOCUMENT_SHOWS_WHAT_ITS = "  the document shows what its data say, word for word"
WHETHER_THE_DOCUMENT_SHOWS_WHAT = (
    "  whether the document shows what its data say cannot be told here: only its data were checked"
)
X_WHAT_WAS_CHECKED_IS = "  {} What was checked is what is left: the facts, how each is known, and all that follows."
X_THE_REPORT_SAYS_X = "  {}: the report says {}, the rules give {}"
X_WAS_X_IS_X = "  {}: was {}, is {}"
THOUGH_UNDER_OTHER_RULES = ", though under other rules"
A_X_OF_X = "a {} of {}"
CANNOT_BE_CONFIRMED_THE_RULES = (
    "cannot be confirmed: the rules are the same, but another release of the program made it"
)
DOES_NOT_HOLD_UNDER_THE = "does not hold under the rules installed here, which are not those of the report"
DOES_NOT_HOLD_ITS_DATA = "does not hold: its data come out the same again, but the file around them was changed"
DOES_NOT_HOLD_THE_RULES = "does not hold: the rules are the same, but the report is not what they give; it was edited"
EVERY_ANSWER_COMES_OUT_THE = "every answer comes out the same, but other decided cases are nearest here than it names"
HOLDS_EVERY_FIELD_COMES_OUT = "holds: every field comes out the same again"
