"""The index of all records, and the shortened words that forgive misspelling."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Func
from django.db.models.sql.compiler import SQLCompiler

from filon.search.expressions import Expression, fts5, tsquery


class SearchEntry(models.Model):
    """One record as the search box shows it, with the words that find it.

    `team_id` and `owner_id` are plain numbers: the record itself carries the keys.
    """

    kind = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    subtitle = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    title_key = models.CharField(max_length=200)
    body = models.TextField()
    team_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    is_shared = models.BooleanField()
    weight = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], name="search_entry_record_unique"
            )
        ]

    def __str__(self) -> str:
        return self.title


class SpellingKey(models.Model):
    """A word of the index under the key of one of its shortened forms.

    Without a unique constraint on purpose: it would make a form wait for an import
    that meets the same new word. A row kept twice does no harm.
    """

    key = models.IntegerField()
    word = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["key", "word"], name="search_spelling_key")
        ]

    def __str__(self) -> str:
        return self.word


class Matches(Func):
    """Condition on `SearchEntry`: the body matches an expression.

    :param limit: stop after so many entries, whichever come first.
    """

    output_field = models.BooleanField()

    def __init__(self, expression: Expression, *, limit: int | None = None) -> None:
        super().__init__(models.F("pk"), models.F("body"))
        self.expression = expression
        self.limit = limit

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Look the rows up in the FTS5 table."""
        rows = "SELECT rowid FROM search_fts WHERE search_fts MATCH %s"
        return self._among(compiler, rows, fts5(self.expression))

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Look the rows up in the GIN index."""
        query = tsquery(self.expression)
        if self.limit is None:
            body, params = compiler.compile(self.get_source_expressions()[1])
            return f"search_vector({body}) @@ %s::tsquery", (*params, query)
        rows = (
            "SELECT id FROM search_searchentry WHERE search_vector(body) @@ %s::tsquery"
        )
        return self._among(compiler, rows, query)

    def _among(
        self, compiler: SQLCompiler, rows: str, query: str
    ) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.get_source_expressions()[0])
        limit = "" if self.limit is None else f" LIMIT {self.limit:d}"
        return f"{column} IN ({rows}{limit})", (*params, query)
