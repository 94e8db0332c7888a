"""What runs beside a front-end, whichever it is."""
