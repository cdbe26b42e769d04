"""Ways to be paid: cash, banks that call back, banks that must be asked."""
