//! Sign-in codes, logins and tokens in the database: only their hashes.

use crate::{
    domain::{
        Error, PersonId, Result, SessionId, TokenId,
        auth::{Scope, Token},
        id,
    },
    server::{
        clock,
        db::entities::{login, signin_code, token},
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};

impl From<token::Model> for Token {
    fn from(row: token::Model) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            scope: Scope::parse(&row.scope).unwrap_or_default(),
            prefix: row.prefix,
            created_at: clock::at_millis(row.created_at),
            expires_at: row.expires_at.map(clock::at_millis),
            last_used_at: row.last_used_at.map(clock::at_millis),
            revoked_at: row.revoked_at.map(clock::at_millis),
            session_id: row.session_id.map(Into::into),
        }
    }
}

/// All tokens that people made, the newest first; those of sessions come and go by themselves.
pub async fn list_tokens(db: &impl ConnectionTrait) -> Result<Vec<Token>> {
    let made = token::Entity::find().filter(token::Column::SessionId.is_null());
    let rows = made.order_by_desc(token::Column::CreatedAt).order_by_desc(token::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Whether an agent has what it needs to report.
pub async fn agents_known(db: &impl ConnectionTrait) -> Result<bool> {
    let tokens = list_tokens(db).await?;
    Ok(tokens.iter().any(|token| token.scope == Scope::Report && token.revoked_at.is_none()))
}

/// The token with that id.
pub async fn get_token(db: &impl ConnectionTrait, id: &TokenId) -> Result<Token> {
    let row = token::Entity::find_by_id(id::stored(id.as_str())).one(db).await?;
    row.map(Into::into).ok_or_else(|| Error::not_found(format!("token {id}")))
}

/// The token with that hash, and the hash as stored.
pub async fn find_token(db: &impl ConnectionTrait, hash: &str) -> Result<Option<(Token, String)>> {
    let row = token::Entity::find().filter(token::Column::Hash.eq(hash)).one(db).await?;
    Ok(row.map(|row| (row.hash.clone(), row)).map(|(hash, row)| (row.into(), hash)))
}

/// Adds a token under the hash of its secret.
pub async fn insert_token(db: &impl ConnectionTrait, token: &Token, hash: String) -> Result<()> {
    let row = token::ActiveModel {
        id: Set(token.id.0.clone()),
        name: Set(token.name.clone()),
        hash: Set(hash),
        prefix: Set(token.prefix.clone()),
        scope: Set(token.scope.as_str().into()),
        created_at: Set(clock::millis(token.created_at)),
        expires_at: Set(token.expires_at.map(clock::millis)),
        last_used_at: Set(None),
        revoked_at: Set(None),
        session_id: Set(token.session_id.as_ref().map(|id| id.0.clone())),
    };
    token::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Ends a token.
pub async fn revoke_token(db: &impl ConnectionTrait, id: &TokenId, now: DateTime<Utc>) -> Result<()> {
    let row = token::ActiveModel { id: Unchanged(id.0.clone()), revoked_at: Set(Some(clock::millis(now))), ..Default::default() };
    token::Entity::update(row).validate()?.exec(db).await?;
    Ok(())
}

/// Ends all tokens of a session.
pub async fn revoke_tokens_of(db: &impl ConnectionTrait, session: &SessionId, now: DateTime<Utc>) -> Result<()> {
    let all = token::Entity::update_many().filter(token::Column::SessionId.eq(session.as_str())).filter(token::Column::RevokedAt.is_null());
    all.col_expr(token::Column::RevokedAt, Expr::value(clock::millis(now))).exec(db).await?;
    Ok(())
}

/// Notes that a token was used.
pub async fn touch_token(db: &impl ConnectionTrait, id: &TokenId, now: DateTime<Utc>) -> Result<()> {
    token::Entity::update_many()
        .col_expr(token::Column::LastUsedAt, Expr::value(clock::millis(now)))
        .filter(token::Column::Id.eq(id.as_str()))
        .exec(db)
        .await?;
    Ok(())
}

/// A sign-in code as stored.
pub struct Code {
    pub hash: String,
    pub person: PersonId,
    pub expires_at: DateTime<Utc>,
    pub used: bool,
}

/// Adds a sign-in code; forgets those that ended a day ago.
pub async fn insert_code(db: &impl ConnectionTrait, code: &Code, now: DateTime<Utc>) -> Result<()> {
    let old = clock::millis(now - chrono::Duration::days(1));
    signin_code::Entity::delete_many().filter(signin_code::Column::ExpiresAt.lt(old)).exec(db).await?;
    let row = signin_code::ActiveModel {
        hash: Set(code.hash.clone()),
        person_id: Set(code.person.0.clone()),
        created_at: Set(clock::millis(now)),
        expires_at: Set(clock::millis(code.expires_at)),
        used_at: Set(None),
    };
    signin_code::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The sign-in code with that hash.
pub async fn find_code(db: &impl ConnectionTrait, hash: &str) -> Result<Option<Code>> {
    let row = signin_code::Entity::find_by_id(hash).one(db).await?;
    Ok(row.map(|row| Code {
        hash: row.hash,
        person: row.person_id.into(),
        expires_at: clock::at_millis(row.expires_at),
        used: row.used_at.is_some(),
    }))
}

/// Marks a code as used; false where another request was quicker.
pub async fn use_code(db: &impl ConnectionTrait, hash: &str, now: DateTime<Utc>) -> Result<bool> {
    let done = signin_code::Entity::update_many()
        .col_expr(signin_code::Column::UsedAt, Expr::value(clock::millis(now)))
        .filter(signin_code::Column::Hash.eq(hash))
        .filter(signin_code::Column::UsedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A browser that is signed in, as stored.
pub struct Login {
    pub hash: String,
    pub person: PersonId,
    pub expires_at: DateTime<Utc>,
}

/// Adds a login; forgets those that have ended.
pub async fn insert_login(db: &impl ConnectionTrait, login: &Login, user_agent: Option<String>, now: DateTime<Utc>) -> Result<()> {
    login::Entity::delete_many().filter(login::Column::ExpiresAt.lt(clock::millis(now))).exec(db).await?;
    let row = login::ActiveModel {
        hash: Set(login.hash.clone()),
        person_id: Set(login.person.0.clone()),
        user_agent: Set(user_agent),
        created_at: Set(clock::millis(now)),
        expires_at: Set(clock::millis(login.expires_at)),
    };
    login::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The login with that hash.
pub async fn find_login(db: &impl ConnectionTrait, hash: &str) -> Result<Option<Login>> {
    let row = login::Entity::find_by_id(hash).one(db).await?;
    Ok(row.map(|row| Login { hash: row.hash, person: row.person_id.into(), expires_at: clock::at_millis(row.expires_at) }))
}

/// Ends a login.
pub async fn delete_login(db: &impl ConnectionTrait, hash: &str) -> Result<()> {
    login::Entity::delete_by_id(hash).exec(db).await?;
    Ok(())
}
