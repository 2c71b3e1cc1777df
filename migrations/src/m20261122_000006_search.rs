use sea_orm_migration::prelude::*;

/// The full-text index: FTS5 on SQLite, a generated `tsvector` on PostgreSQL.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_either(manager, SQLITE, POSTGRES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_either(manager, "DROP TABLE search_words; DROP TABLE search_docs;", "DROP TABLE search_docs; DROP FUNCTION search_fold;")
            .await
    }
}

const SQLITE: &str = "
CREATE TABLE search_docs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    goal_id TEXT,
    key TEXT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (kind, record_id)
);
CREATE INDEX search_docs_by_goal ON search_docs (goal_id);
CREATE INDEX search_docs_by_key ON search_docs (key);
CREATE VIRTUAL TABLE search_words USING fts5 (
    key, title, body, content='search_docs', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE TRIGGER search_docs_added AFTER INSERT ON search_docs BEGIN
    INSERT INTO search_words (rowid, key, title, body) VALUES (new.id, new.key, new.title, new.body);
END;
CREATE TRIGGER search_docs_removed AFTER DELETE ON search_docs BEGIN
    INSERT INTO search_words (search_words, rowid, key, title, body) VALUES ('delete', old.id, old.key, old.title, old.body);
END;
CREATE TRIGGER search_docs_changed AFTER UPDATE ON search_docs BEGIN
    INSERT INTO search_words (search_words, rowid, key, title, body) VALUES ('delete', old.id, old.key, old.title, old.body);
    INSERT INTO search_words (rowid, key, title, body) VALUES (new.id, new.key, new.title, new.body);
END;
";

/// `search_fold` leaves words as FTS5 sees them: letters and digits without accents. PostgreSQL's own parser
/// would keep addresses, hyphenated words and decimal numbers whole. The ranges do not depend on the locale.
const POSTGRES: &str = "
CREATE FUNCTION search_fold (given TEXT) RETURNS TEXT LANGUAGE SQL IMMUTABLE PARALLEL SAFE RETURN
    regexp_replace(
        regexp_replace(normalize(given, NFD), '[\\u0300-\\u036f]', '', 'g'),
        '[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00a9\\u00ab-\\u00b4\\u2000-\\u2bff\\u3000-\\u303f]+', ' ', 'g'
    );
CREATE TABLE search_docs (
    id BIGSERIAL PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    goal_id TEXT,
    key TEXT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    words TSVECTOR GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', search_fold(coalesce(key, '') || ' ' || title)), 'A')
            || setweight(to_tsvector('simple', search_fold(left(body, 200000))), 'D')
    ) STORED,
    UNIQUE (kind, record_id)
);
CREATE INDEX search_docs_by_goal ON search_docs (goal_id);
CREATE INDEX search_docs_by_key ON search_docs (key);
CREATE INDEX search_docs_words ON search_docs USING GIN (words);
";
