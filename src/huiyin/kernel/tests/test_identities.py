"""A column is compared by exactly what Django compares it by."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import BooleanField, Model
from django.db.models.expressions import Col, Expression

BY_SIGNATURE = vars(Expression)["identity"].func
MODELS = apps.get_models()


@pytest.mark.parametrize("model", MODELS, ids=[one._meta.label for one in MODELS])
def test_the_columns_of_each_table_are_what_django_takes_them_for(model: type[Model]):
    for field in model._meta.concrete_fields:
        columns = (
            Col("T3", field),
            Col(None, field, field),
            Col("T3", field, BooleanField()),
            Col(alias="T3", target=field),
            field.get_col(model._meta.db_table),
        )
        for column in columns:
            assert column.identity == BY_SIGNATURE(column)
            assert hash(column) == hash(BY_SIGNATURE(column))


def test_the_same_column_is_the_same_and_another_is_another():
    one, other = MODELS[0]._meta.concrete_fields[:2]
    assert Col("a", one) == Col("a", one)
    assert Col("a", one) != Col("b", one)
    assert Col("a", one) != Col("a", other)
    assert Col("a", one) != Col("a", one, BooleanField())
