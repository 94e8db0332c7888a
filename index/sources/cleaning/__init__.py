"""What a scraped page carries besides its article, taken out."""
