"""Pure rules of the treasury: amounts, charges, shares, ages, and what is refused."""
