//! Parses the command line and runs one command; nothing else.

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    // One TLS provider for the whole process, before the first client is built.
    let _ = rustls::crypto::ring::default_provider().install_default();
    end_with_the_reader();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(fault) => {
            eprintln!("The runtime cannot start: {fault}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(fregues::cli::run(fregues::cli::Cli::parse())) {
        Ok(code) => ExitCode::from(code),
        Err(error) if error.downcast_ref::<std::io::Error>().is_some_and(is_broken) => READER_LEFT.into(),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What the shell gives a program that SIGPIPE ended.
const READER_LEFT: u8 = 141;

fn is_broken(fault: &std::io::Error) -> bool {
    fault.kind() == std::io::ErrorKind::BrokenPipe
}

/// Whoever reads the output may have enough (`| head -3`): the standard library panics then, and nothing is wrong.
fn end_with_the_reader() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload_as_str().unwrap_or_default();
        if said.starts_with("failed printing to std") && said.contains("Broken pipe") {
            std::process::exit(READER_LEFT.into());
        }
        told(panic);
    }));
}
