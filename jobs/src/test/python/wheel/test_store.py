import shutil

import pytest

import engram


def test_a_model_is_loaded_by_alias_by_version_and_as_the_newest(spark, lake):
    store = engram.models(str(lake))
    assert store.list() == [1, 2]
    assert store.load("production").version == 2
    assert store.load(version=1).version == 1
    assert store.load().version == 2
    assert isinstance(store.load(), engram.ContinualClassifierModel)


def test_records_and_aliases_are_plain_values(spark, lake):
    store = engram.models(str(lake))
    first, second = store.records()
    assert (first.version, first.task, first.aliases, second.aliases) == (1, "animal", (), ("production",))
    assert first.added_bytes > second.added_bytes
    production = store.aliases()["production"]
    assert (production.version, production.move, production.reason) == (2, 1, "good")


@pytest.mark.parametrize(
    "words, said",
    [
        ({"alias": "staging"}, "staging"),
        ({"version": 9}, "9"),
        ({"alias": "production", "version": 1}, "not both"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(spark, lake, words, said):
    with pytest.raises(engram.EngramError) as refused:
        engram.models(str(lake)).load(**words)
    assert said in str(refused.value)
    assert "\tat " not in str(refused.value)
    assert refused.value.stack_trace == ""


def test_no_store_is_said_with_its_address(spark, tmp_path):
    with pytest.raises(engram.EngramError, match=str(tmp_path)):
        engram.models(str(tmp_path)).list()


def test_a_damaged_file_is_named(spark, lake, tmp_path):
    copy = tmp_path / "lake"
    shutil.copytree(lake, copy)
    damaged = next(copy.glob("versions/*/stages/*/model.json"))
    damaged.write_text(damaged.read_text() + " ")
    refusals = []
    for version in (1, 2):
        try:
            engram.models(str(copy)).load(version=version)
        except engram.EngramError as refused:
            refusals.append(refused)
    assert len(refusals) == 1
    assert str(damaged.relative_to(copy)) in str(refusals[0])
    assert refusals[0].exit_code == 3
    assert "\tat " not in str(refusals[0])
