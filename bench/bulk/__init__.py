"""Many tasks in, many annotations out."""

from bench.bulk import exports, imports

PARTS = {"import": imports.bars, "export": exports.bars}
