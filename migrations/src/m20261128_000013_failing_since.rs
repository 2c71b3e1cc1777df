use sea_orm_migration::prelude::*;

/// Since when a metric source cannot be read.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}

/// What fails already has told so: the last such event is the beginning.
const UP: &str = "
ALTER TABLE metric_sources ADD COLUMN failing_since BIGINT;
UPDATE metric_sources SET failing_since =
    (SELECT MAX(at) FROM events WHERE events.kind = 'metric-source.failing' AND events.subject_id = metric_sources.id)
    WHERE status = 'failing';
";

const DOWN: &str = "
ALTER TABLE metric_sources DROP COLUMN failing_since;
";
