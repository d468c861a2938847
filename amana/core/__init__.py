"""Pure thinking: no I/O, no clock, no hidden chance. Time and randomness are arguments, decisions are values."""
