//! Where a bench keeps its data: a temporary folder, or a database of its own on a PostgreSQL server.
use std::path::PathBuf;

use super::store;
use crate::commands::CommandError;
use crate::config::Settings;
use crate::dice::Dice;

/// Where the data is; it is gone when this goes.
pub enum Home {
    /// SQLite.
    Folder(PathBuf),
    /// PostgreSQL.
    Database {
        /// How the server itself is reached.
        settings: Box<Settings>,
        /// The database.
        name: String,
    },
}

impl Home {
    /// Makes it.
    ///
    /// # Errors
    /// [`CommandError`] when the folder or the server cannot be had.
    pub fn new(server: Option<&str>) -> Result<Self, CommandError> {
        let name = format!("luudong_bench_{}_{}", std::process::id(), Dice::System.seed());
        let Some(server) = server else {
            let folder = std::env::temp_dir().join(name);
            std::fs::create_dir_all(&folder).map_err(|error| CommandError::Io(folder.display().to_string(), error))?;
            return Ok(Self::Folder(folder));
        };
        if !server.starts_with("postgres") {
            let advice = "--database: cần postgres://…; không có --database thì đo SQLite trong một thư mục tạm";
            return Err(CommandError::Input(advice.to_owned()));
        }
        let url = on_this_server(server, "postgres");
        let settings = Settings::defaults_with(&format!("database.url = '{url}'\ndatabase.pool_size = 1"))?;
        store::on_server(&settings.database, &format!("CREATE DATABASE {name}"))?;
        Ok(Self::Database { settings: Box::new(settings), name })
    }

    /// As `database.url` wants it.
    pub fn url(&self, server: Option<&str>) -> String {
        match self {
            Self::Folder(folder) => format!("sqlite:{}", folder.join("luudong.sqlite3").display()),
            Self::Database { name, .. } => on_this_server(server.unwrap_or_default(), name),
        }
    }

    /// Where mail of the bench goes, if any leaves.
    pub fn mail_folder(&self) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.join("mail"),
            Self::Database { name, .. } => std::env::temp_dir().join(name),
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let gone = match self {
            Self::Folder(folder) => std::fs::remove_dir_all(folder).map_err(|error| error.to_string()),
            Self::Database { settings, name } => {
                let statement = format!("DROP DATABASE {name} WITH (FORCE)");
                store::on_server(&settings.database, &statement).map_err(|error| error.to_string())
            }
        };
        if let Err(error) = gone {
            tracing::warn!(error, "the bench's data is left behind");
        }
    }
}

/// The same server with another database.
fn on_this_server(url: &str, database: &str) -> String {
    let host = url.find("//").map_or(0, |at| at + 2);
    let (address, parameters) = url.split_once('?').map_or((url, String::new()), |(a, p)| (a, format!("?{p}")));
    let end = address[host..].find('/').map_or(address.len(), |at| host + at);
    format!("{}/{database}{parameters}", &address[..end])
}

#[cfg(test)]
mod tests {
    use super::on_this_server;

    #[test]
    fn another_database_of_the_same_server() {
        let wanted = "postgres://a:b@127.0.0.1:5432/x";
        assert_eq!(on_this_server("postgres://a:b@127.0.0.1:5432", "x"), wanted);
        assert_eq!(on_this_server("postgres://a:b@127.0.0.1:5432/y", "x"), wanted);
        assert_eq!(on_this_server("postgres://a@h/y?z=1", "x"), "postgres://a@h/x?z=1");
    }
}
