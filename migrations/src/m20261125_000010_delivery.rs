use sea_orm_migration::prelude::*;

/// Which sessions wait to be pushed by themselves, and what became of it.
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

const UP: &str = "
ALTER TABLE dispatches ADD COLUMN deliver_since BIGINT;
ALTER TABLE dispatches ADD COLUMN delivered TEXT;
";

const DOWN: &str = "
ALTER TABLE dispatches DROP COLUMN delivered;
ALTER TABLE dispatches DROP COLUMN deliver_since;
";
