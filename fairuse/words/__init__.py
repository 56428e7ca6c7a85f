"""Results come in; words leave: what values, days and standings are called, and the outline that holds a report."""
