use sea_orm_migration::prelude::*;

/// Whole numbers have 64 bits everywhere, as SQLite gives them.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_either(manager, "", &ALTER.replace("{kind}", "BIGINT")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_either(manager, "", &ALTER.replace("{kind}", "INTEGER")).await
    }
}

const ALTER: &str = "
ALTER TABLE tasks ALTER COLUMN estimate_minutes TYPE {kind};
ALTER TABLE narratives ALTER COLUMN unverified TYPE {kind};
ALTER TABLE idempotent_answers ALTER COLUMN status TYPE {kind};
";
