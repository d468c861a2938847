"""One intention of a user = one function = one writing transaction. Whatever returns content is an action too,
because a look at content writes the access log."""
