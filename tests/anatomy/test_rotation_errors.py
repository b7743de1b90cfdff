from trochanter.anatomy.rotation_errors import rotation_errors


def test_every_known_error_says_whom_it_was_measured_in_and_how_it_came_here() -> None:
    for name, error in rotation_errors().items():
        assert error.value > 0.0, name
        assert error.population, name
        assert error.status.startswith(("READ", "RECALLED", "project")), name
        if not error.status.startswith("project"):
            assert error.source.citation, name
