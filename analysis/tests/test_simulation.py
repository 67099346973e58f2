from analysis.simulation import simulate


def test_the_figures_rank_questions_as_the_truth_does(measured) -> None:
    found = simulate()
    measured(f"rank correlation: difficulty {found.difficulty:.3f}, discrimination {found.discrimination:.3f}")
    assert found.questions == 60
    assert found.difficulty > 0.9
    assert found.discrimination > 0.7
