"""HTTP, by audience. Decodes, calls one action or view, encodes: no rule and no SQL lives here."""
