"""The open data: every public layer as files with a catalogue, made every night."""
