"""Code that is named at the start and imported with its first call."""

from __future__ import annotations

import copy
import sys

import pytest

from jiefen.shared import later as naming
from jiefen.shared.later import add_once, import_the_rest, later


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """Two modules that count how often they are imported; what the program itself has named stays out of it."""
    for name in ("put_off_one", "put_off_two"):
        (tmp_path / f"{name}.py").write_text("import sys\nsys.times.append(__name__)\ndef twice(n): return 2 * n\n")
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "times", [], raising=False)
    monkeypatch.setattr(naming, "_named", {})


def test_a_module_is_imported_with_the_first_call_and_only_then():
    one = later("put_off_one")
    twice = one.twice
    assert sys.times == []
    assert (twice(4), one.twice(n=5)) == (8, 10)
    assert sys.times == ["put_off_one"]


def test_a_name_that_is_not_there_is_told_when_it_is_called():
    with pytest.raises(ModuleNotFoundError, match="put_off_nowhere"):
        later("put_off_nowhere").twice(1)
    with pytest.raises(AttributeError, match="thrice"):
        later("put_off_one").thrice(1)


def test_who_only_looks_at_it_gets_nothing_of_the_module():
    assert copy.copy(later("put_off_one").twice) == later("put_off_one").twice
    with pytest.raises(AttributeError):
        later("put_off_one").__wrapped__  # noqa: B018
    assert sys.times == []


def test_the_rest_comes_one_after_another_and_gives_way_before_each():
    later("put_off_one").twice(1)
    later("put_off_two")
    import_the_rest(give_way=lambda: sys.times.append("way"))
    assert sys.times == ["put_off_one", "way", "way", "put_off_two"]


def test_naming_a_module_again_does_not_forget_it():
    later("put_off_one").twice(1)
    later("put_off_one")
    assert naming._named["put_off_one"] is sys.modules["put_off_one"]


def test_a_function_and_its_name_are_registered_once():
    calls = []
    add_once(calls, later("put_off_one").twice)
    add_once(calls, later("put_off_one").twice)
    assert sys.times == []  # a question of equality imports nothing
    import put_off_one

    add_once(calls, put_off_one.twice)
    add_once(calls, lambda n: 3 * n)
    add_once(calls, lambda n: 4 * n)
    assert [call(2) for call in calls] == [4, 6, 8]
