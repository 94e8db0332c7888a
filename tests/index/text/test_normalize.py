from index.text.normalize import normalize_line, normalized_lines


def test_a_line_is_nfc_with_single_spaces_and_nothing_invisible() -> None:
    assert normalize_line(" cafe\u0301\u00a0 \u200bdan\tteh\u00ad \x07 ") == "café dan teh"


def test_half_a_character_becomes_the_replacement_character() -> None:
    assert normalize_line("a\ud800b") == "a\ufffdb"


def test_a_blank_line_is_empty() -> None:
    assert normalized_lines("satu \n \u200b\ndua") == ["satu", "", "dua"]
