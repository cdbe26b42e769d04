"""The pages on which somebody imports a file and takes an import back."""
