"""An old archive comes in: a catalogue as a table, scans beside it, BagIt packages. Each row is a holding or a named reject."""
