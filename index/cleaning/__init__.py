"""What a scraped news text carries besides the article, taken out; title, date and outlet found."""
