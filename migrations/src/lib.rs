//! The database schema, as an ordered list of steps, each up and down.
pub use sea_orm_migration::prelude::*;

/// Applies the steps in order; run at every start.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![]
    }
}
