"""What a run makes goes as soon as nobody holds it: a what-if makes some hundred MB, and the next one makes as many."""

from __future__ import annotations

import gc
import weakref

from fairuse.engine import columns
from fairuse.engine.program import compile_program


def test_a_result_that_nobody_holds_is_gone(kb):
    program = compile_program(kb, "xx.law", "training", "2020-01-01")
    gc.disable()  # as good as so on the command line
    try:
        result = columns.run(program, {}, 3)
        assert len(result.values[program.conclusion]) == 3
        assert [*map(len, (*result.fired.values(), *result.defeated.values()))]
        seen = weakref.ref(result)
        del result
        assert seen() is None
    finally:
        gc.enable()
