use sea_orm_migration::prelude::*;

/// What a session tells each second is called as in the public interface.
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

const UP: &str = "UPDATE events SET kind = 'session.output' WHERE kind = 'session.progress';";

const DOWN: &str = "UPDATE events SET kind = 'session.progress' WHERE kind = 'session.output';";
