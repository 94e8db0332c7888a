"""What a scraped news text carries besides the article, taken out; title, date and outlet found."""

from index.cleaning.page import Cleaned, clean
from index.cleaning.text import fold, lines

__all__ = ["Cleaned", "clean", "fold", "lines"]
