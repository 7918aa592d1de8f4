"""The steps of a mapping and the acts of a steward in words."""

from app.delivery import work
from app.delivery.views import ExampleView, MappedStepView
from app.display import day
from loaders import steps
from ontology.words import words_of

_KEPT = 3  # so many words of a list are named

_WORDS = words_of(__name__)


def role_text(role: str, lang: str) -> str:
    """What a row of a delivered sheet is."""
    return _WORDS(f"role.{role}", lang)


def step_view(step: steps.Step, lang: str) -> MappedStepView:
    """A step of a mapping in words."""
    known = (
        step.values if isinstance(step, steps.Terms) else step.terms if isinstance(step, steps.Marks) else {}
    )
    meanings = tuple(ExampleView(word, meaning) for word, meaning in known.items())
    return MappedStepView(step.do, _step(step, lang), meanings)


def _step(step: steps.Step, lang: str) -> str:  # noqa: C901, PLR0911 one line per kind of step
    match step:
        case steps.Split():
            marks = " ".join({"\n": "↵"}.get(mark, mark) for mark in step.by)
            return _WORDS("step.split", lang, marks=marks)
        case steps.Terms():
            return _terms(step, lang)
        case steps.Marks():
            return _WORDS.counted("step.marks", len(step.terms), lang)
        case steps.Blanks():
            words = ", ".join(f"„{w}“" for w in (*step.unknown, *step.none, *step.empty))
            return _WORDS("step.blanks", lang, words=words)
        case steps.Number():
            return ", ".join((_WORDS("step.number", lang), *_scale(step, lang)))
        case steps.Time():
            told = _WORDS(f"time.{step.form}", lang)
            return _WORDS("step.clock" if step.form.startswith("clock") else "step.date", lang, told=told)
        case steps.Part():
            return _WORDS("step.part", lang, number=step.number, mark=step.by)
        case steps.Address():
            return _WORDS("step.address", lang, part=_WORDS(f"address.{step.take}", lang))
        case steps.Point():
            return _WORDS("step.point", lang, crs=step.crs)
        case steps.Text():
            return _WORDS("step.text", lang, pattern=step.pattern)
        case steps.Key():
            return _WORDS("step.key", lang, prefix=step.prefix)
        case _:
            return _WORDS(f"plain.{step.do}", lang)


def _terms(step: steps.Terms, lang: str) -> str:
    shown = ", ".join(f"„{k}“ → {v or '–'}" for k, v in list(step.values.items())[:_KEPT])
    more = len(step.values) - _KEPT
    told = f"{shown} … (+{more})" if more > 0 else shown
    return _WORDS("step.terms_only" if step.others == "drop" else "step.terms", lang, terms=told)


def _scale(step: steps.Number, lang: str) -> list[str]:
    told = [_WORDS("scale.times", lang, by=step.times)] if step.times != 1 else []
    told += [_WORDS("scale.divide", lang, by=step.divide)] if step.divide != 1 else []
    return told + ([_WORDS(f"scale.{step.rounding}", lang)] if step.rounding != "none" else [])


def act_text(act: work.Act, lang: str) -> str:  # noqa: C901, PLR0911 one line per kind of act
    """What a steward did, as it stands in the list of steps."""
    match act:
        case work.UseMapping():
            if not act.mapping:
                return _WORDS("act.template", lang)
            return _WORDS("act.mapping_why", lang, why=act.why) if act.why else _WORDS("act.mapping", lang)
        case work.TakeIn():
            whole = _WORDS("act.partial" if act.partial else "act.whole", lang)
            if act.delivered_on is None:
                return whole
            return _WORDS("act.delivered_on", lang, delivery=whole, day=day(act.delivered_on, lang))
        case work.Correct():
            how = _WORDS(f"how.{act.how}", lang)
            return _WORDS.counted("act.correct", len(act.cells), lang, how=how)
        case work.LeaveOut():
            return _WORDS.counted("act.left_out", len(act.rows), lang)
        case work.SetAside():
            return _WORDS.counted("act.set_aside", len(act.rows), lang)
        case work.TakeBack():
            return _WORDS.counted("act.taken_back", len(act.rows), lang)
        case work.SameAs():
            same = sum(key != other for _, key, other in act.pairs)
            own = len(act.pairs) - same
            told = [_WORDS("act.same", lang, n=same)] if same else []
            told += [_WORDS("act.own", lang, n=own)] if own else []
            return _WORDS("act.matching", lang, told=", ".join(told))
        case work.Undecide():
            return _WORDS.counted("act.undecide", len(act.keys), lang)
        case work.MissingAre():
            return _WORDS.counted("act.missing", len(act.records), lang)
        case _:
            return _WORDS("act.back", lang)
