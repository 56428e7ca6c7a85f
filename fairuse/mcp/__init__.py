"""For assistants: what they ask over the Model Context Protocol comes in; cited answers of a stated size leave.

`tools` finds each answer, `draft` turns what a source says into a scenario, `parts` gives every answer its size and its
receipt, and `server` alone knows the SDK.
"""
