from scripts.dev import evaluate_sets


def test_evaluation_sets_pass_when_the_data_are_not_there(tmp_path, capsys):
    assert evaluate_sets.main(["--shared", "nowhere", "--data", str(tmp_path)]) == 0
    assert "nothing was measured" in capsys.readouterr().out
