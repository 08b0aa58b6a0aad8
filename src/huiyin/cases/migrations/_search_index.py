"""The full-text index: FTS5 over the kept words with triggers (SQLite), a generated tsvector with GIN (PostgreSQL)."""

SQLITE = [
    "CREATE VIRTUAL TABLE cases_search USING fts5(scopes, words, content='cases_searchtext', content_rowid='case_id',"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER cases_search_in AFTER INSERT ON cases_searchtext BEGIN"
    " INSERT INTO cases_search(rowid, scopes, words) VALUES (new.case_id, new.scopes, new.words); END",
    "CREATE TRIGGER cases_search_out AFTER DELETE ON cases_searchtext BEGIN"
    " INSERT INTO cases_search(cases_search, rowid, scopes, words)"
    " VALUES ('delete', old.case_id, old.scopes, old.words); END",
    "CREATE TRIGGER cases_search_new AFTER UPDATE ON cases_searchtext BEGIN"
    " INSERT INTO cases_search(cases_search, rowid, scopes, words)"
    " VALUES ('delete', old.case_id, old.scopes, old.words);"
    " INSERT INTO cases_search(rowid, scopes, words) VALUES (new.case_id, new.scopes, new.words); END",
]
POSTGRES = [
    "ALTER TABLE cases_searchtext ADD COLUMN vector tsvector GENERATED ALWAYS AS ("
    " to_tsvector('simple', words) || array_to_tsvector(string_to_array('scope' || replace(scopes, ' ', ' scope'), ' '))"
    ") STORED",
    "CREATE INDEX cases_search_vector ON cases_searchtext USING gin (vector)",
]


def build(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("in", "out", "new"):
            schema_editor.execute(f"DROP TRIGGER cases_search_{name}")
        schema_editor.execute("DROP TABLE cases_search")
    else:
        schema_editor.execute("ALTER TABLE cases_searchtext DROP COLUMN vector")
