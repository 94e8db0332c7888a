"""The words of reporting clauses: tables in lower case, of verbs, offices and forgeries."""
