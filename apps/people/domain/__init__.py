"""Pure rules about people: documents, telephone numbers, rights."""
