//! Secrets that the environment gives stay there, and those of the file can be taken out of it.

use super::talk::{Desk, SHOP};
use super::{SECRET, TOKEN, VERIFY};
use std::path::Path;
use tokio::io::AsyncWriteExt;

const KEY: &str = "5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e";

/// Runs with these variables and answers; what it printed, and its exit code.
async fn run(desk: &Desk, vars: &[(&str, &str)], args: &[&str], answers: &[&str]) -> (String, Option<i32>) {
    let mut command = desk.command(args);
    let mut child = command.envs(vars.iter().copied()).spawn().unwrap();
    let typed: String = answers.iter().flat_map(|answer| [*answer, "\n"]).collect();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout) + &text(&output.stderr), output.status.code())
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_environment_gives_is_used_and_never_written_down() {
    let (desk, _) = Desk::new(|account| account.registered = true).await;
    let place = desk.folder.path().join("token");
    std::fs::write(&place, format!("{TOKEN}\n")).unwrap();
    let vars = [
        ("FREGUES_WHATSAPP_TOKEN_FILE", place.to_str().unwrap()),
        ("FREGUES_WHATSAPP_APP_SECRET", SECRET),
        ("FREGUES_WHATSAPP_VERIFY_TOKEN", VERIFY),
        ("FREGUES_DATABASE_KEY", KEY),
    ];
    let setup = ["setup", "--api", &desk.api, "--wait", "0"];
    let public = desk.public();
    let answers = [&SHOP[..], &[&public, "ola@patinhas.example"]].concat();
    let (out, _) = run(&desk, &vars, &setup, &answers).await;
    assert!(out.contains("✔ app secret      it is the one of app") && !out.contains("App secret"), "{out}");
    assert!(out.contains("Left to do: owner."), "{out}");
    let written = read(&desk.folder.path().join("fregues.toml"));
    for key in ["token", "app_secret", "verify_token", "key"] {
        assert!(written.contains(&format!("\n{key} = \"\"")), "{key}: {written}");
    }
    let unknown = written.replace("app_id = \"6", "app_id = \"\" # 6");
    std::fs::write(desk.folder.path().join("fregues.toml"), unknown).unwrap();
    let (doctor, _) = run(&desk, &vars, &["doctor"], &[]).await;
    assert!(doctor.contains("✔ app secret      it is the one of app"), "{doctor}");

    // What is wrong there is not asked for here: the answer would not count.
    let mistyped = desk.folder.path().join("mistyped");
    std::fs::write(&mistyped, "mistyped").unwrap();
    for (name, value, section) in [
        ("FREGUES_WHATSAPP_APP_SECRET", "mistyped", "whatsapp.app_secret"),
        ("FREGUES_WHATSAPP_TOKEN_FILE", mistyped.to_str().unwrap(), "whatsapp.token"),
        ("FREGUES_WHATSAPP_VERIFY_TOKEN", "", "whatsapp.verify_token"),
    ] {
        let wrong = vars.map(|(known, given)| (known, if known == name { value } else { given }));
        let (out, code) = run(&desk, &wrong, &setup, &["typed-canary", "typed-canary"]).await;
        let says = format!("{section} comes from {name}, which wins over the file");
        assert!(out.contains(&says) && code == Some(1), "{name}: {out}");
        assert!(!read(&desk.folder.path().join("fregues.toml")).contains("canary"), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_secrets_become_a_file_each() {
    let (desk, _) = Desk::new(|account| account.registered = true).await;
    let public = desk.public();
    let answers = [&[TOKEN, SECRET], &SHOP[..], &[&public, "ola@patinhas.example"]].concat();
    let setup = ["setup", "--api", &desk.api, "--wait", "0"];
    run(&desk, &[], &setup, &answers).await;
    let file = desk.folder.path().join("fregues.toml");
    let before = read(&file);
    let folder = desk.folder.path().join("etc/secrets");
    let other = desk.folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("app_secret"), "of somebody else").unwrap();
    let (out, code) = run(&desk, &[], &["secrets", "other"], &[]).await;
    assert!(out.contains("app_secret is there already") && code == Some(1), "{out}");
    assert!(read(&file) == before && !other.join("token").exists(), "nothing was written");

    let (out, code) = run(&desk, &[], &["secrets", "etc/secrets"], &[]).await;
    assert_eq!(code, Some(0), "{out}");
    assert!(!out.contains(TOKEN) && !out.contains(SECRET), "{out}");
    let (lines, says) = out.split_once("fregues.toml holds no secret").unwrap();
    assert!(!says.is_empty());
    let vars: Vec<(&str, &str)> = lines.lines().map(|line| line.split_once('=').unwrap()).collect();
    let names = ["whatsapp_token", "whatsapp_app_secret", "whatsapp_verify_token", "database_key"];
    let expected = names.map(|name| format!("FREGUES_{}_FILE", name.to_uppercase()));
    assert_eq!(vars.iter().map(|(name, _)| *name).collect::<Vec<_>>(), expected);
    // The names of the unit and of the composition.
    let unit = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/fregues.service"));
    for (name, place) in &vars {
        let short = Path::new(place).file_name().unwrap().to_str().unwrap();
        assert!(unit.contains(&format!("Environment={name}=%d/{short}")), "{name}");
        assert!(unit.contains(&format!("LoadCredential={short}:/etc/fregues/secrets/{short}")), "{name}");
    }
    assert_eq!(read(&folder.join("token")).trim_end(), TOKEN);
    let after = read(&file);
    for (before, after) in before.lines().zip(after.lines()) {
        let key = before.split(" = ").next().unwrap();
        let moved = ["token", "app_secret", "verify_token", "key"].contains(&key);
        assert_eq!(before != after, moved, "{before}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("database_key"))), (0o700, 0o600));
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    // With the variables everything is as it was, and others may read what is left.
    let (doctor, _) = run(&desk, &vars, &["doctor"], &[]).await;
    assert!(doctor.contains("✔ configuration   complete") && doctor.contains("✔ app secret"), "{doctor}");
    let (again, code) = run(&desk, &[], &["secrets", "etc/secrets"], &[]).await;
    assert!(again.contains("holds no secret; nothing was written") && code == Some(1), "{again}");
}
