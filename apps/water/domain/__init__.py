"""What water is, without a database: tariffs, seeking and refusals."""
