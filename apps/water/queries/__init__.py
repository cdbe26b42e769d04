"""Questions about water: who supplies where, accounts and debts, trials of tariffs."""
