"""Statements of a text in a short notation, to be compared with what is expected."""

from index.attribution.attribute import attribute_statements


def statements_of(text: str) -> list[str]:
    """For each statement its first word, its speaker, and whether it has quoted words.

    “Jalan > Budi|Ketua|RT D”: the statement begins with “Jalan”, its speaker has the name “Budi”,
    the role “Ketua” and the institution “RT”; D is a direct statement, i an indirect one.
    """
    return [
        f"{text[s.start : s.end].split()[0].rstrip(',')}"
        f" > {s.speaker.name}|{s.speaker.role}|{s.speaker.institution} {'D' if s.direct else 'i'}"
        for s in attribute_statements(text)
    ]
