//! The check of figures: each numeral of a text is looked for in the records.
