"""Answers papers were given before: a version never changes, and a paper asks the same again after every word saved."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

from app.gate import Released
from app.papers.views import Shown

_MOST: Final = 96
_known: OrderedDict[Hashable, Released[Shown]] = OrderedDict()
_lock = threading.Lock()


def remembered(key: Hashable, ask: Callable[[], Released[Shown]]) -> Released[Shown]:
    """The answer to what `key` names, asked if it is not known. Views are frozen and passed the gate before."""
    with _lock:
        if key in _known:
            _known.move_to_end(key)
            return _known[key]
    answer = ask()
    with _lock:
        _known[key] = answer
        while len(_known) > _MOST:
            _known.popitem(last=False)
    return answer
