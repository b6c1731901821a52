"""Folding is what a search compares by."""

from csecrefs.text.fold import fold


def test_fold() -> None:
    assert fold("Piteşti") == fold("PITEȘTI") == "pitesti"
    assert fold("Straße") == "strasse" and fold("ABC") == "abc"
