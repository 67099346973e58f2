"""Queries and updates that are made with every keystroke and every change in a room.

Django makes the SQL of a query anew each time it is asked, which takes some ten times as long as a small one takes to
run. These are made once. What is done with the rows stays Django's own: converters, deferred fields, joined models; the
instances alone are put together in a shorter way.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    RelatedPopulator,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler

Plain = bool | int | str
Value = int | float | str | date | datetime

# Two lists without a value in common; the numbers are small enough for every column that holds some.
_TRIALS = range(31_001, 31_701), range(32_001, 32_701)
_TRIAL_OF: dict[type, Callable[[int], Value]] = {
    int: int,
    float: lambda number: number + 0.5,
    str: str,
    date: date.fromordinal,
    datetime: lambda number: datetime.fromtimestamp(number, UTC),
}


class _Made(NamedTuple):
    values: int
    sql: str
    params: list
    open: list[tuple[int, int]]
    convert: Callable[[list[tuple]], Any]
    instance: Callable[[list], Any]


class Prepared:
    """A queryset with values to fill in, such as the keys of rows: whole numbers, or of the kinds that `of` names, one
    for each value or one for all. `build` makes it, the same for any values.

    Called with the values, it returns a list of what the queryset yields: instances, also joined, annotated or with
    fields deferred, or what `values_list` yields. Raises ValueError, when first called, for another kind of queryset
    and for a model that has a say when an instance is made.
    """

    def __init__(self, build: Callable[..., QuerySet], of: type[Value] | tuple[type[Value], ...] = int) -> None:
        self._build, self._of = build, of
        self._made: dict[str, _Made] = {}

    def __call__(self, *values: Value) -> list:
        connection = connections[DEFAULT_DB_ALIAS]
        made = self._made.get(connection.vendor)
        if made is None:
            kinds = self._of if isinstance(self._of, tuple) else (self._of,) * len(values)
            made = self._made[connection.vendor] = _make(self._build, kinds)
        if len(values) != made.values:
            raise ValueError(f"A query that is prepared for {made.values} values was given {len(values)}.")
        params = list(made.params)
        for place, which in made.open:
            params[place] = _adapted(values[which])
        with connection.cursor() as cursor:
            cursor.execute(made.sql, params)
            rows = cursor.fetchall()
        return [made.instance(row) for row in made.convert(rows)]

    def first(self, *values: Value) -> Any:
        """The first one, or None."""
        return next(iter(self(*values)), None)

    def get(self, *values: Value) -> Any:
        """The only one. Raises the model's DoesNotExist."""
        found = self.first(*values)
        if found is None:
            raise self._build(*values).model.DoesNotExist(f"Nothing matches {values}.")
        return found


def padded(keys: Sequence[int], length: int) -> Sequence[int]:
    """So many keys, the last one again and again, for a query that is prepared to look for that many. There is one.

    Raises ValueError for more of them.
    """
    if len(keys) > length:
        raise ValueError(f"The query is prepared to look for {length} keys, and these are {len(keys)}.")
    return [*keys, *[keys[-1]] * (length - len(keys))]


def _adapted(value: Value) -> Value:
    """As the database takes it: SQLite knows no moments."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _make(build: Callable[..., QuerySet], kinds: tuple[type[Value], ...]) -> _Made:
    """Where the parameters of two trials differ, a value is to be filled in."""
    trials = [[_TRIAL_OF[kind](number) for kind, number in zip(kinds, trial)] for trial in _TRIALS]
    querysets = [build(*trial) for trial in trials]
    compilers = [queryset.query.get_compiler(DEFAULT_DB_ALIAS) for queryset in querysets]
    (sql, params), (other_sql, others) = (compiler.as_sql() for compiler in compilers)
    differ = [place for place, (one, other) in enumerate(zip(params, others)) if one != other]
    known = [_adapted(value) for value in trials[0]]
    places = [(place, known.index(params[place])) for place in differ]
    if sql != other_sql or {which for _, which in places} != set(range(len(kinds))):
        raise ValueError("A prepared query uses each of its values, and is the same whatever they are.")
    if querysets[0]._prefetch_related_lookups or querysets[0]._known_related_objects:
        raise ValueError("A prepared query neither prefetches nor begins at an instance.")
    compiler = compilers[0]
    converters = compiler.get_converters([selected for selected, _, _ in compiler.select])
    sql, params, places = _with_literals(sql, list(params), dict(places))
    return _Made(
        len(kinds),
        sql,
        params,
        places,
        lambda rows: compiler.apply_converters(rows, converters) if converters else rows,
        _instances(querysets[0], compiler),
    )


_PLACE = re.compile(r"(?<!%)%s")


def _with_literals(sql: str, params: list, places: dict[int, int]) -> tuple[str, list, list[tuple[int, int]]]:
    """The same statement, with what is always the same written into it.

    An index over some of the rows, such as those in one state, is of use only where the statement itself says which.
    """
    first, *rest = _PLACE.split(sql)
    written, left, open_places = [first], [], []
    for place, (param, part) in enumerate(zip(params, rest, strict=True)):
        if place not in places and isinstance(param, str):
            quoted = str(param).replace("'", "''").replace("%", "%%")
            written.append(f"'{quoted}'")
        elif place not in places and type(param) is int:
            written.append(f"{param}")
        else:
            if place in places:
                open_places.append((len(left), places[place]))
            written.append("%s")
            left.append(param)
        written.append(part)
    return "".join(written), left, open_places


def _instances(queryset: QuerySet, compiler: SQLCompiler) -> Callable[[list], Any]:
    """Does for one row what the queryset does for each of its rows."""
    if queryset._iterable_class is ValuesListIterable:
        return tuple
    if queryset._iterable_class is FlatValuesListIterable:
        return itemgetter(0)
    if queryset._iterable_class is not ModelIterable:
        raise ValueError("A prepared query yields instances, tuples or single values.")
    kind = compiler.klass_info
    bare = _Bare(kind["model"])
    start, end = kind["select_fields"][0], kind["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    joined = get_related_populators(kind, compiler.select, DEFAULT_DB_ALIAS)
    _make_bare(joined)
    annotated = list(compiler.annotation_col_map.items())

    def instance(row: list) -> Any:
        made = bare.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for join in joined:
            join.populate(row, made)
        for name, place in annotated:
            setattr(made, name, row[place])
        return made

    return instance


class _Bare:
    """Puts instances of a model together as its own `from_db` does, but without `__init__`: that goes through all
    fields, also those that were not read, and calls for each instance whoever might listen.

    Raises ValueError for a model that does something of its own when an instance is made.
    """

    def __init__(self, model: type[Model]) -> None:
        own = model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__
        if own or pre_init.has_listeners(model) or post_init.has_listeners(model):
            raise ValueError(f"A prepared query makes instances by itself, and {model.__name__} has to be asked.")
        self._model = model

    def from_db(self, db: str, names: Iterable[str], values: Iterable) -> Model:
        made, state = self._model.__new__(self._model), ModelState()
        state.adding, state.db = False, db
        made.__dict__.update(zip(names, values), _state=state)
        return made


def _make_bare(joined: Iterable[RelatedPopulator]) -> None:
    for join in joined:
        join.model_cls = _Bare(join.model_cls)
        _make_bare(join.related_populators)


def update(model: type[Model], where: Mapping[str, Plain | None], values: Mapping[str, Plain | None]) -> int:
    """Change the rows whose columns hold what `where` says, and return how many there were.

    Columns are named as fields are; those that lead to other rows take a key.
    """
    given = tuple([(name, value is not None) for name, value in where.items()])
    params = [*values.values(), *(value for value in where.values() if value is not None)]
    with connection.cursor() as cursor:
        cursor.execute(_update(connection.vendor, model, given, tuple(values)), params)
        return cursor.rowcount


@lru_cache(256)
def _update(vendor: str, model: type[Model], where: tuple[tuple[str, bool], ...], values: tuple[str, ...]) -> str:
    """The statement; `where` says of each column whether it holds something."""
    quote = connection.ops.quote_name
    columns = {name: quote(model._meta.get_field(name).column) for name in (*dict(where), *values)}
    changes = ", ".join(f"{columns[name]} = %s" for name in values)
    known = " AND ".join(f"{columns[name]} {'= %s' if given else 'IS NULL'}" for name, given in where)
    return f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE {known}"  # noqa: S608
