"""Why a search came to what it shows: what was understood, scored and decided."""
