"""What is typed on the pages of the water service, read into drafts."""
