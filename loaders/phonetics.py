"""How a German word sounds: Cologne phonetics, so that Meier, Mayer and Maier meet."""

from functools import lru_cache

import cologne_phonetics


@lru_cache(maxsize=131072)
def sound(word: str) -> str:
    """The Cologne code of one word, digits; the word itself where it has no letters that count."""
    if not word.isalpha():
        return word
    codes = cologne_phonetics.encode(word)
    return str(codes[0][1]) or word if codes else word
