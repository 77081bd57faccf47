//! Programs that run beside the tests, and end with them.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A child process that does not outlive us.
pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// Starts a program and waits for the line that holds `mark`; what follows the mark.
    pub fn start(command: &mut Command, mark: &str) -> std::io::Result<(Running, String)> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let running = Running(child);
        let found = lines.find_map(|line| Some(line.ok()?.split_once(mark)?.1.trim().to_owned()));
        // The pipe stays open and is emptied, so that nobody chokes on it.
        std::thread::spawn(move || lines.for_each(drop));
        Ok((running, found.unwrap_or_else(|| panic!("{command:?} never said {mark:?}"))))
    }
}

/// A demo of a fresh shop: its process, the address of its page, and its data.
pub fn demo(program: &str) -> (Running, String, TempDir) {
    let data = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_fregues"));
    command.args(["demo", "--program", program, "--listen", "127.0.0.1:0", "--data"]).arg(data.path());
    let (running, page) = Running::start(&mut command, "http://").unwrap();
    (running, format!("http://{page}"), data)
}
