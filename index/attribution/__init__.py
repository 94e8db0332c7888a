"""Quote attribution: which sentence of an article is whose words."""
