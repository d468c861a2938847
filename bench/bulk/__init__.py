"""Many tasks in, many annotations out."""

from bench.bulk import duplicates, exports, imports

PARTS = {"import": imports.bars, "export": exports.bars, "duplicates": duplicates.bars}
