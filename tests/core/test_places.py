import pytest

from trochanter.core.places import file_place, without_folders


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("/data/runs/run.mot", "run.mot"),
        ("/data/my runs/v1.2/run.mot, row 3 of the data", "run.mot, row 3 of the data"),
        ("runs/run.mot", "run.mot"),
        (r"D:\runs\run.mot: line 4", "run.mot: line 4"),
        ("run.osim, '/jointset/hip_r'", "run.osim, '/jointset/hip_r'"),
        ("right side, 0.3 s", "right side, 0.3 s"),
        ("", ""),
    ],
)
def test_a_place_keeps_its_file_and_loses_the_folders(where: str, said: str) -> None:
    assert file_place(where) == said


def test_words_lose_the_folders_of_files_and_nothing_else() -> None:
    assert without_folders("read from /data/runs/run.mot at 3 N/kg") == "read from run.mot at 3 N/kg"
    assert without_folders(r"'C:\my data\run.mot' is short") == "'run.mot' is short"
    assert without_folders("muscle '/forceset/obtint_sup_r' and 5 N/kg") == "muscle 'obtint_sup_r' and 5 N/kg"
