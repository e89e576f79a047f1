"""The ledger: charges, payments and everything that settles them, in integer 分, appended and reversed, never edited."""
