use sea_orm_migration::prelude::*;

/// Assessments as lists quote them, what models wrote about them, and cost that no session has.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = format!("{UP}{TOLD_SQLITE}{USAGE_UP_SQLITE}");
        let postgres = format!("{UP}{TOLD_POSTGRES}{USAGE_UP_POSTGRES}");
        super::run_either(manager, &sqlite, &postgres).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = format!("{DOWN}{USAGE_DOWN_SQLITE}");
        let postgres = format!("{DOWN}{USAGE_DOWN_POSTGRES}");
        super::run_either(manager, &sqlite, &postgres).await
    }
}

/// `told` is `body` without its curves, which are nearly all of it: a list of a hundred goals reads no curves.
const UP: &str = "
ALTER TABLE assessments ADD COLUMN told TEXT NOT NULL DEFAULT '{}';
ALTER TABLE assessments ADD COLUMN effect DOUBLE PRECISION;
ALTER TABLE assessments ADD COLUMN improved BOOLEAN;
CREATE TABLE assessment_words (
    id TEXT PRIMARY KEY NOT NULL,
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    goal_id TEXT NOT NULL REFERENCES goals (id),
    words TEXT NOT NULL,
    source TEXT NOT NULL,
    engine TEXT NOT NULL,
    cost_micros BIGINT,
    claims TEXT NOT NULL,
    facts TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX assessment_words_by_assessment ON assessment_words (assessment_id, created_at);
CREATE INDEX assessment_words_by_goal ON assessment_words (goal_id, created_at);
";

const TOLD_SQLITE: &str = "
UPDATE assessments SET told = json_remove(body, '$.observed', '$.counterfactual'),
    effect = json_extract(body, '$.effect'), improved = json_extract(body, '$.improved');
";

const TOLD_POSTGRES: &str = "
UPDATE assessments SET told = (body::jsonb - 'observed' - 'counterfactual')::text,
    effect = (body::jsonb->>'effect')::double precision, improved = (body::jsonb->>'improved')::boolean;
";

/// `SQLite` cannot let go of NOT NULL, so the table is made anew.
const USAGE_UP_SQLITE: &str = "
CREATE TABLE usage_entries_anew (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT REFERENCES sessions (id),
    added_micros BIGINT NOT NULL,
    at BIGINT NOT NULL,
    model TEXT
);
INSERT INTO usage_entries_anew (id, session_id, added_micros, at, model) SELECT id, session_id, added_micros, at, model FROM usage_entries;
DROP TABLE usage_entries;
ALTER TABLE usage_entries_anew RENAME TO usage_entries;
CREATE INDEX usage_entries_by_time ON usage_entries (at);
CREATE INDEX usage_entries_by_session ON usage_entries (session_id);
";

const USAGE_UP_POSTGRES: &str = "ALTER TABLE usage_entries ALTER COLUMN session_id DROP NOT NULL;";

const DOWN: &str = "
DROP TABLE assessment_words;
ALTER TABLE assessments DROP COLUMN improved;
ALTER TABLE assessments DROP COLUMN effect;
ALTER TABLE assessments DROP COLUMN told;
";

const USAGE_DOWN_SQLITE: &str = "
CREATE TABLE usage_entries_before (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    added_micros BIGINT NOT NULL,
    at BIGINT NOT NULL,
    model TEXT
);
INSERT INTO usage_entries_before (id, session_id, added_micros, at, model)
    SELECT id, session_id, added_micros, at, model FROM usage_entries WHERE session_id IS NOT NULL;
DROP TABLE usage_entries;
ALTER TABLE usage_entries_before RENAME TO usage_entries;
CREATE INDEX usage_entries_by_time ON usage_entries (at);
CREATE INDEX usage_entries_by_session ON usage_entries (session_id);
";

const USAGE_DOWN_POSTGRES: &str = "
DELETE FROM usage_entries WHERE session_id IS NULL;
ALTER TABLE usage_entries ALTER COLUMN session_id SET NOT NULL;
";
