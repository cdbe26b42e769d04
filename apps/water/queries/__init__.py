"""Questions about water: who supplies where and when, accounts, what a tariff would do."""
