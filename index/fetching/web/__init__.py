"""The web as fetching sees it: public addresses, limits, robots.txt, pauses, redirects."""
