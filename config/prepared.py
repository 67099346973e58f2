"""Queries and updates that are made with every keystroke and every change in a room.

Django makes the SQL of a query anew each time it is asked, which takes some ten times as long as a small one takes to
run. These are made once. What is done with the rows stays Django's own: converters, deferred fields, joined models.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Plain = bool | int | str

# Two lists without a value in common; the numbers are small enough for every column that holds some.
_TRIALS = (31_001, 31_002, 31_003), (32_001, 32_002, 32_003)


class _Made(NamedTuple):
    sql: str
    params: list
    open: list[tuple[int, int]]
    convert: Callable[[list[tuple]], Any]
    instance: Callable[[list], Any]


class Prepared:
    """A queryset with values to fill in, such as the keys of rows: whole numbers, or another kind that `of` names.
    `build` makes it, the same for any values.

    Called with the values, it returns a list of what the queryset yields: instances, also joined or with fields
    deferred, or the tuples of `values_list`. Raises ValueError, when first called, for a queryset of another kind.
    """

    def __init__(self, build: Callable[..., QuerySet], of: type[int | str] = int) -> None:
        self._build, self._of = build, of
        self._made: dict[str, _Made] = {}

    def __call__(self, *values: int | str) -> list:
        connection = connections[DEFAULT_DB_ALIAS]
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = _make(self._build, len(values), self._of)
        params = list(made.params)
        for place, which in made.open:
            params[place] = values[which]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, params)
            rows = cursor.fetchall()
        return [made.instance(row) for row in made.convert(rows)]

    def first(self, *values: int | str) -> Any:
        """The first one, or None."""
        return next(iter(self(*values)), None)

    def get(self, *values: int | str) -> Any:
        """The only one. Raises the model's DoesNotExist."""
        found = self.first(*values)
        if found is None:
            raise self._build(*values).model.DoesNotExist(f"Nothing matches {values}.")
        return found


def _make(build: Callable[..., QuerySet], count: int, of: type[int | str]) -> _Made:
    """Where the parameters of two trials differ, a value is to be filled in."""
    trials = [[of(value) for value in trial[:count]] for trial in _TRIALS]
    querysets = [build(*trial) for trial in trials]
    compilers = [queryset.query.get_compiler(DEFAULT_DB_ALIAS) for queryset in querysets]
    (sql, params), (other_sql, others) = (compiler.as_sql() for compiler in compilers)
    differ = [place for place, (one, other) in enumerate(zip(params, others)) if one != other]
    places = [(place, trials[0].index(params[place])) for place in differ]
    if sql != other_sql or {which for _, which in places} != set(range(count)):
        raise ValueError("A prepared query uses each of its values, and is the same whatever they are.")
    if querysets[0]._prefetch_related_lookups or querysets[0]._known_related_objects:
        raise ValueError("A prepared query neither prefetches nor begins at an instance.")
    compiler = compilers[0]
    converters = compiler.get_converters([selected for selected, _, _ in compiler.select])
    return _Made(
        sql,
        list(params),
        places,
        lambda rows: compiler.apply_converters(rows, converters) if converters else rows,
        _instances(querysets[0], compiler),
    )


def _instances(queryset: QuerySet, compiler: SQLCompiler) -> Callable[[list], Any]:
    """Does for one row what the queryset does for each of its rows."""
    if queryset._iterable_class is ValuesListIterable:
        return tuple
    if queryset._iterable_class is not ModelIterable or compiler.annotation_col_map:
        raise ValueError("A prepared query yields instances without annotations, or tuples.")
    kind = compiler.klass_info
    start, end = kind["select_fields"][0], kind["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    joined = get_related_populators(kind, compiler.select, DEFAULT_DB_ALIAS)

    def instance(row: list) -> Any:
        made = kind["model"].from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for join in joined:
            join.populate(row, made)
        return made

    return instance


def update(model: type[Model], where: Mapping[str, Plain | None], values: Mapping[str, Plain | None]) -> int:
    """Change the rows whose columns hold what `where` says, and return how many there were.

    Columns are named as fields are; those that lead to other rows take a key.
    """
    quote = connection.ops.quote_name
    columns = {name: quote(model._meta.get_field(name).column) for name in (*where, *values)}
    changes = ", ".join(f"{columns[name]} = %s" for name in values)
    known = " AND ".join(f"{columns[name]} {'IS NULL' if value is None else '= %s'}" for name, value in where.items())
    params = [*values.values(), *(value for value in where.values() if value is not None)]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE {known}", params)  # noqa: S608
        return cursor.rowcount
