//! A PostgreSQL of our own: begun once a test run, gone with the test process, however that ends.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

/// The shell lives as long as somebody holds its input; `rm` and the end of the server are its last words.
/// Nothing here has to survive a power cut, so nothing waits for a disk.
const SCRIPT: &str = r#"
dir=$(mktemp -d -t fregues-pg-XXXXXX) || exit 1
trap 'rm -rf "$dir"' EXIT
fail() { tail -5 "$dir/log" | tr '\n' ' '; exit 1; }
"$0/initdb" -D "$dir/data" -A trust -U postgres -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 || fail
"$0/pg_ctl" start -w -t 30 -D "$dir/data" -l "$dir/log" -o "-k $dir -c listen_addresses= -c fsync=off \
    -c full_page_writes=off -c synchronous_commit=off -c max_connections=400 -c autovacuum=off" >/dev/null || fail
echo "in $dir"
read -r _
"$0/pg_ctl" stop -m immediate -D "$dir/data" >/dev/null
"#;

struct Cluster {
    url: String,
    /// Holds the pipe that keeps the server alive.
    _shell: Child,
}

/// Where PostgreSQL answers as a superuser, or why it does not.
static CLUSTER: LazyLock<Result<Cluster, String>> = LazyLock::new(start);

/// `TEST_POSTGRES_URL`, or the cluster of this run. `Err`: there is none, and why.
pub fn url() -> Result<String, String> {
    match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) => Ok(url),
        Err(_) => CLUSTER.as_ref().map(|cluster| cluster.url.clone()).map_err(Clone::clone),
    }
}

fn start() -> Result<Cluster, String> {
    let programs = find_programs().ok_or("neither initdb on PATH nor /usr/lib/postgresql/*/bin is there")?;
    // PostgreSQL refuses to run as root.
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    let mut command = if root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]);
        command.arg("sh");
        command
    } else {
        Command::new("sh")
    };
    command.arg("-c").arg(SCRIPT).arg(programs).current_dir(std::env::temp_dir());
    let mut shell = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|fault| fault.to_string())?;
    let mut first = String::new();
    let out = shell.stdout.take().ok_or("the shell has no output")?;
    BufReader::new(out).read_line(&mut first).map_err(|fault| fault.to_string())?;
    // The folder becomes part of a URL, so it may hold no space.
    let Some(dir) = first.trim().strip_prefix("in ").filter(|dir| !dir.contains(' ')) else {
        let mut errors = String::new();
        let _ = shell.stderr.take().map(|mut stderr| stderr.read_to_string(&mut errors));
        return Err(format!("PostgreSQL did not start: {first} {errors}"));
    };
    let url = format!("postgres://postgres@localhost/postgres?host={dir}");
    Ok(Cluster { url, _shell: shell })
}

/// Where PostgreSQL's tools are; nowhere means wherever PATH says.
pub fn programs() -> PathBuf {
    find_programs().unwrap_or_default()
}

fn find_programs() -> Option<PathBuf> {
    // A link on PATH stands alone; the folder it leads to has all of them.
    let has = |folder: &Path| {
        let real = folder.join("initdb").canonicalize().ok()?;
        let folder = real.parent()?;
        folder.join("pg_ctl").is_file().then(|| folder.to_owned())
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut installed: Vec<PathBuf> = installed.map(|version| version.path().join("bin")).collect();
    installed.sort();
    folders.extend(installed.into_iter().rev());
    folders.iter().find_map(|folder| has(folder))
}
