"""The words of the rooms below the web: both languages, the same places to fill, and every text said by its module."""

import ast
import re
import string
from pathlib import Path

import pytest

from app.web.texts import keys as web_keys
from app.web.texts import t
from ontology import words
from ontology.errors import VocabularyError
from ontology.words import LANGUAGES, words_of

ROOT = Path(__file__).parent.parent
ROOMS = ("ontology", "graph", "shapes", "loaders", "queries", "app")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob(words.FILE))
NEVER_ONE = {"{threshold}", "{age}", "{months}", "{years}", "{value}", "{oldest}", "{minutes}", "{multiple}"}
"""Numbers of settings and ages, which are never 1, and "1 of 3"."""

NOUN = {"de": lambda form: form[0].isupper(), "en": lambda form: form.split()[0].endswith("s")}
METHODS = {"both", "counted", "below"}


def tables():
    for path in FILES:
        package = ".".join(path.parent.relative_to(ROOT).parts)
        for module, texts in words._tables(package).items():
            yield package, module, texts


TABLES = list(tables())
names = pytest.mark.parametrize(
    ("package", "module", "texts"), TABLES, ids=[f"{package}.{module}" for package, module, _ in TABLES]
)


def called(tree):
    """(how, pattern of the key) of every text a module asks for; what is computed in a key may be anything."""
    tables = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name) and node.value.func.id == "words_of"
        for target in node.targets
        if isinstance(target, ast.Name)
    }  # fmt: skip
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        how, of = "text", node.func
        if isinstance(of, ast.Attribute) and of.attr in METHODS:
            how, of = of.attr, of.value
        if isinstance(of, ast.Name) and of.id in tables:
            yield from ((how, key) for key in keys(node.args[0]))


def keys(node):
    if isinstance(node, ast.IfExp):
        yield from keys(node.body)
        yield from keys(node.orelse)
    elif isinstance(node, ast.Constant):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = (
            re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w-]+(\.[\w-]+)*"
            for part in node.values
        )
        yield "".join(parts)
    else:
        pytest.fail(f"the key of a text is written where it is asked for, not {ast.unparse(node)}")


def asked(how, key):
    return {"counted": rf"{key}\.(one|many)", "below": rf"{key}\..+"}.get(how, key)


def test_there_are_words():
    assert len(FILES) >= 1


@names
def test_every_text_is_said_by_its_module_and_every_text_it_says_is_there(package, module, texts):
    path = ROOT.joinpath(*package.split("."), f"{module}.py")
    wanted = [asked(how, key) for how, key in called(ast.parse(path.read_text("utf-8")))]
    assert [key for key in texts if not any(re.fullmatch(pattern, key) for pattern in wanted)] == []
    assert [pattern for pattern in wanted if not any(re.fullmatch(pattern, key) for key in texts)] == []


def places(text):
    """The names of what is filled in; a place for two forms is named after its number."""
    return sorted(
        {name.partition("|")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    )


@names
def test_both_languages_fill_the_same_places(package, module, texts):
    for key, text in texts.items():
        german, english = (set(places(text[lang])) for lang in LANGUAGES)
        assert german == english, key
        assert all(part.strip() for part in text.values()), key


@names
def test_one_and_many_stand_together(package, module, texts):
    counted = {key.rpartition(".")[0] for key in texts if key.endswith((".one", ".many"))}
    assert [key for key in counted if not {f"{key}.one", f"{key}.many"} <= set(texts)] == []


@names
def test_words_the_field_does_not_use(package, module, texts):
    forbidden = re.compile(
        r"einsparpotenzial|einsparung|duplikat|duplicate|doppelangebot|rangliste", re.IGNORECASE
    )
    assert [key for key, text in texts.items() if any(forbidden.search(said) for said in text.values())] == []


def said_in_python():
    """(where, German, English) of every text that stands in a module."""
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Words":
                said = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                if len(said) == len(LANGUAGES):
                    yield f"{path.name}:{node.lineno}", *said


def test_texts_in_modules_fill_the_same_places_in_both_languages():
    told = list(said_in_python())
    assert len(told) > 1000
    assert [where for where, german, english in told if set(places(german)) != set(places(english))] == []


@pytest.mark.parametrize("number", [0, 1, 2])
def test_numbers_in_sentences_take_the_form_that_fits(number):
    """Nouns that are written in two forms anywhere are never written in the plural alone behind a number."""
    many = {lang: set() for lang in LANGUAGES}
    told = [(where, {"de": german, "en": english}) for where, german, english in said_in_python()]
    for _, texts in told:
        for lang, text in texts.items():
            many[lang] |= {
                form.split()[0]
                for _, one, form in words.FORMS.findall(text)
                if form != one and NOUN[lang](form)
            }
    assert {"Zellen", "Indikatoren"} < many["de"]
    assert {"cells", "indicators"} < many["en"]
    plural_alone = {lang: re.compile(rf"\{{\w+\}} ({'|'.join(sorted(many[lang]))})\b") for lang in LANGUAGES}
    assert [
        (where, found.group())
        for where, texts in told
        for lang, text in texts.items()
        if (found := plural_alone[lang].search(text)) and found.group().split()[0] not in NEVER_ONE
    ] == []
    for where, texts in told:
        for text in texts.values():
            numbers = {name: number for name, _, _ in words.FORMS.findall(text)}
            assert "|" not in words.inflected(text, numbers), where


def english():
    """Every English text there is beside the rules and questions: (where, text)."""
    for package, module, texts in TABLES:
        yield from ((f"{package}.{module}: {key}", text["en"]) for key, text in texts.items())
    yield from ((key, t(key, "en")) for key in web_keys("en"))
    yield from ((where, text) for where, _, text in said_in_python())


def test_english_writes_a_percentage_without_a_space():
    told = list(english())
    assert len(told) > 2000
    assert [where for where, text in told if re.search(r"[\d}] %", text)] == []


def test_every_module_that_wants_words_has_a_table():
    asking = {
        str(path.relative_to(ROOT).with_suffix("")).replace("/", ".")
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "words_of(__name__)" in path.read_text("utf-8") and path.stem != "words"
    }
    assert asking == {f"{package}.{module}" for package, module, _ in TABLES}


def test_a_text_is_filled_in_the_language_asked_for(small):
    assert small("there", "de", n=3) == "3 da"
    assert small("there", "en", n=3) == "3 there"
    assert small("there", "fr", n=3) == "3 da"
    assert small("there", "en", n={"de": "eins", "en": "one"}) == "one there"
    assert small.both("there", n=1) == {"de": "1 da", "en": "1 there"}


def test_the_form_fits_the_number(small):
    assert [small.counted("rows", n, "de") for n in (0, 1, 2)] == ["0 Zeilen", "1 Zeile", "2 Zeilen"]
    assert small.counted("rows", 1200, "en", n="1,200") == "1,200 rows"


def test_a_place_for_two_forms_takes_the_one_that_fits(read):
    table = read(
        '[desk]\nleft = { de = "{n} {n|Zeile wartet|Zeilen warten}", en = "{n} {n|row waits|rows wait}" }\n'
    )
    assert [table("left", "de", n=n) for n in (0, 1, 2)] == [
        "0 Zeilen warten",
        "1 Zeile wartet",
        "2 Zeilen warten",
    ]
    assert table("left", "en", n=1) == "1 row waits"
    assert table("left", "de", n="1") == "1 Zeile wartet"  # written out already
    with pytest.raises(VocabularyError, match="needs the number 'n'"):
        table("left", "de", m=1)


def test_the_texts_below_a_key(small):
    assert small.below("rows", "en") == {"one": "1 row", "many": "{n} rows"}


def test_a_text_there_is_not_is_a_fault(small):
    with pytest.raises(VocabularyError, match=r"no text 'desk\.gone'"):
        small("gone", "de")


@pytest.mark.parametrize(
    "line", ['a.de = "nur deutsch"', 'a = "keine Sprache"', 'a = { de = "x", en = "y", fr = "z" }']
)
def test_a_text_in_anything_but_both_languages_is_a_fault(read, line):
    with pytest.raises(VocabularyError, match="expected"):
        read(f"[desk]\n{line}\n")("a", "de")


@pytest.fixture
def read(tmp_path, monkeypatch):
    def read(text):
        (tmp_path / words.FILE).write_text(text, "utf-8")
        monkeypatch.setattr(words, "files", lambda _: tmp_path)
        return words_of(f"{tmp_path.name}.desk")

    return read


@pytest.fixture
def small(read):
    return read(
        '[desk]\nthere = { de = "{n} da", en = "{n} there" }\n'
        'rows.one = { de = "1 Zeile", en = "1 row" }\nrows.many = { de = "{n} Zeilen", en = "{n} rows" }\n'
    )
