"""Compiled statements are found by which one it is, and by what it says; never one for another."""

from sqlalchemy import literal, select

from course_app.extensions import STATEMENTS, StatementCache, db, read_connection


def key(*said):
    return ("dialect", said, (), False, False)


def test_one_that_says_the_same_is_found_whichever_object_says_it():
    cache = StatementCache()
    first = key("select", "one")
    cache[first] = "compiled"
    same = key(*["select", "one"])
    assert same[1] is not first[1]
    assert [cache.get(one) for one in (first, first, same)] == ["compiled"] * 3
    assert cache.get(key("select", "two")) is None


def test_what_stands_beside_the_statement_makes_another():
    cache = StatementCache()
    said = ("insert",)
    cache["dialect", said, ("a",), False, False] = "one column"
    cache["dialect", said, ("a", "b"), False, False] = "two columns"
    for _twice in range(2):
        assert cache.get(("dialect", said, ("a",), False, False)) == "one column"
        assert cache.get(("dialect", said, ("a", "b"), False, False)) == "two columns"


def test_statements_made_for_one_request_do_not_gather():
    cache = StatementCache()
    for number in range(3 * STATEMENTS):
        cache[key(number)] = number
        assert cache.get(key(number)) == number
    assert len(cache) <= 1.5 * STATEMENTS
    assert len(cache._near) <= STATEMENTS


def test_each_engine_has_its_own_and_values_are_never_kept_with_a_statement(app):
    caches = [engine.get_execution_options()["compiled_cache"] for engine in db.engines.values()]
    assert [type(one) for one in caches] == [StatementCache] * 2
    assert caches[0] is not caches[1]
    with read_connection() as connection:
        assert [connection.scalar(select(literal(one))) for one in (1, 2, 3)] == [1, 2, 3]
