"""Pure rules of the field: envelopes, clocks, kinds of work, walks."""
