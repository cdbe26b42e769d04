"""The file formats in which layers are handed out."""
