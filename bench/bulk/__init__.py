"""Many tasks in, many annotations out."""

from bench.bulk import imports

PARTS = {"import": imports.bars}
