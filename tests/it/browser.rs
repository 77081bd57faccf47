//! The demo's page in a real browser: people join, buy, invite, redeem and compare themselves by clicks and
//! typing, and the ledger stands. Needs `chromedriver` and Chromium; pictures go to `target/screenshots`.

use crate::support::running::{Running, demo};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);
const ENTER: &str = "\u{E007}";

/// A WebDriver session (https://www.w3.org/TR/webdriver2/) of a headless Chromium with a fresh profile.
struct Browser {
    port: u16,
    session: String,
    _driver: Running,
    _profile: TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = send(self.port, "DELETE", &format!("/session/{}", self.session), &json!({}));
    }
}

/// One request to the driver: its `value`, or its error.
fn send(port: u16, method: &str, path: &str, body: &Value) -> Result<Value, String> {
    let said = |fault: std::io::Error| fault.to_string();
    let body = if method == "POST" { body.to_string() } else { String::new() };
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(said)?;
    stream.set_read_timeout(Some(Duration::from_mins(1))).map_err(said)?;
    let head = "Host: localhost\r\nContent-Type: application/json";
    let length = body.len();
    let request = format!("{method} {path} HTTP/1.1\r\n{head}\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).map_err(said)?;
    // The driver keeps the connection open: its answer is as long as it says.
    let (mut answer, mut length) = (BufReader::new(stream), 0);
    loop {
        let mut line = String::new();
        answer.read_line(&mut line).map_err(said)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().map_err(|_| line.clone())?;
            }
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body).map_err(said)?;
    let mut answer: Value = serde_json::from_slice(&body).map_err(|fault| fault.to_string())?;
    let value = answer["value"].take();
    if value["error"].is_string() { Err(value.to_string()) } else { Ok(value) }
}

impl Browser {
    /// `None`: there is no driver on this machine.
    fn open() -> Option<Browser> {
        let mark = "started successfully on port";
        let (driver, port) = Running::start(Command::new("chromedriver").arg("--port=0"), mark).ok()?;
        let port = port.trim_end_matches('.').parse().unwrap();
        let profile = tempfile::tempdir().unwrap();
        let mut flags: Vec<String> = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
            --disable-background-networking --disable-component-update --disable-sync"
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        flags.push(format!("--user-data-dir={}", profile.path().display()));
        let options = json!({"args": flags, "prefs": {"intl.accept_languages": "pt-BR"}});
        let wanted = json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}});
        let session = send(port, "POST", "/session", &wanted).unwrap();
        let session = session["sessionId"].as_str().unwrap().to_owned();
        Some(Browser { port, session, _driver: driver, _profile: profile })
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        send(self.port, method, &format!("/session/{}{path}", self.session), body)
            .unwrap_or_else(|fault| panic!("{method} {path} {body}: {fault}"))
    }

    fn script(&self, script: &str, arguments: &[&str]) -> Value {
        self.call("POST", "/execute/sync", &json!({"script": script, "args": arguments}))
    }

    /// Does something (`/click`, `/value`) with the element that an XPath finds, once it is there and lets
    /// itself be touched: bubbles are drawn anew when their ticks change.
    fn on(&self, xpath: &str, verb: &str, body: &Value) {
        let query = json!({"using": "xpath", "value": xpath});
        let path = |rest: &str| format!("/session/{}{rest}", self.session);
        let since = Instant::now();
        loop {
            let done = send(self.port, "POST", &path("/element"), &query).and_then(|found| {
                let id = found.as_object().and_then(|found| found.values().next()?.as_str());
                let element = format!("/element/{}", id.unwrap_or_default());
                let method = if verb == "/rect" { "GET" } else { "POST" };
                send(self.port, method, &path(&format!("{element}{verb}")), body)
            });
            match done {
                Ok(_) => return,
                Err(fault) if since.elapsed() > PATIENCE => panic!("{verb} {xpath}: {fault}"),
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    }

    fn find(&self, xpath: &str) {
        self.on(xpath, "/rect", &json!({}));
    }

    fn click(&self, xpath: &str) {
        self.on(xpath, "/click", &json!({}));
    }

    fn press(&self, xpath: &str, keys: &str) {
        self.on(xpath, "/value", &json!({ "text": keys }));
    }

    fn picture(&self, folder: &Path, name: &str, (width, height): (u32, u32)) {
        // A headless window may be narrower than any real one; the page is measured, not the frame.
        let size = json!({"cmd": "Emulation.setDeviceMetricsOverride", "params":
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}});
        self.call("POST", "/goog/cdp/execute", &size);
        std::thread::sleep(Duration::from_millis(900));
        let picture = self.call("GET", "/screenshot", &json!({}));
        let path = folder.join(format!("{name}-{width}x{height}.png"));
        std::fs::write(path, base64(picture.as_str().unwrap())).unwrap();
    }
}

fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for value in text.bytes().filter_map(|byte| ALPHABET.iter().position(|symbol| *symbol == byte)) {
        (bits, count) = ((bits << 6 | u32::try_from(value).unwrap()) & 0xFFFF, count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xFF).unwrap());
        }
    }
    bytes
}

/// One phone on the page.
struct Phone<'a>(&'a Browser, &'static str);

impl Phone<'_> {
    fn path(&self, inside: &str) -> String {
        format!("//section[@data-person='{}']{inside}", self.1)
    }

    fn types(&self, text: &str) {
        self.0.press(&self.path("//textarea"), &format!("{text}{ENTER}"));
    }

    /// Waits until the shop's newest words here hold all of these; the whole text.
    fn hears(&self, parts: &[&str]) -> String {
        let newest =
            "const all = document.querySelectorAll(`[data-person=${arguments[0]}] .bubble.theirs .paper`);
            return all.length ? all[all.length - 1].innerText : ''";
        let since = Instant::now();
        loop {
            let text = self.0.script(newest, &[self.1]).as_str().unwrap_or_default().replace('\u{a0}', " ");
            if parts.iter().all(|part| text.contains(part)) {
                return text;
            }
            assert!(since.elapsed() < PATIENCE, "{} reads {text:?}, which lacks one of {parts:?}", self.1);
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The newest button with this label.
    fn taps(&self, label: &str) {
        let choice = format!("//button[contains(@class,'choice')][contains(.,'{label}')]");
        self.0.click(&format!("({})[last()]", self.path(&choice)));
    }

    /// What can happen to this person.
    fn happens(&self, row: &str) {
        self.0.click(&self.path("//button[contains(@class,'more-moves')]"));
        self.picks(row);
    }

    /// A row of the sheet that slid over this phone.
    fn picks(&self, row: &str) {
        self.0.click(&self.path(&format!("//button[@class='row'][contains(.,'{row}')]")));
    }
}

const WIDE: (u32, u32) = (1440, 900);
const NARROW: (u32, u32) = (390, 844);

/// One browser at a time: drivers that start together fight for a port.
static TURN: Mutex<()> = Mutex::new(());

/// A browser that looks at a fresh demo.
struct Visit {
    browser: Browser,
    pictures: PathBuf,
    _demo: Running,
    _data: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Visit {
    /// `None`: there is no driver on this machine.
    fn begin() -> Option<Visit> {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(browser) = Browser::open() else {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "CI needs chromedriver");
            eprintln!("\n!!! THE BROWSER TEST IS SKIPPED: no chromedriver on PATH !!!\n");
            return None;
        };
        let pictures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        std::fs::create_dir_all(&pictures).unwrap();
        let (demo, page, data) = demo("pets");
        browser.call("POST", "/url", &json!({ "url": page }));
        Some(Visit { browser, pictures, _demo: demo, _data: data, _turn: turn })
    }

    fn phones<const N: usize>(&self, people: [&'static str; N]) -> [Phone<'_>; N] {
        people.map(|person| Phone(&self.browser, person))
    }

    fn picture(&self, name: &str, size: (u32, u32)) {
        self.browser.picture(&self.pictures, name, size);
    }
}

#[test]
fn the_demo_works_in_a_real_browser() {
    let Some(visit) = Visit::begin() else { return };
    let [ana, duda, beto] = visit.phones(["ana", "duda", "beto"]);
    let browser = &visit.browser;
    browser.find(&ana.path("//textarea"));
    visit.picture("start", NARROW);
    visit.picture("start", WIDE);

    ana.types("Quero participar do Clube Patinhas (centro)");
    ana.hears(&["Clube Patinhas", "30 pontos"]);
    ana.taps("1 · Entrar");
    ana.hears(&["Pronto, Ana", "0 pontos"]);

    beto.types("11 98765-4321 89,90 banho");
    beto.hears(&["Ana S.", "+2.697"]);
    ana.hears(&["R$ 89,90", "+2.697"]);
    ana.taps("Ver saldo");
    ana.hears(&["2.697 pontos"]);

    ana.types("indicar");
    ana.hears(&["Entra com meu código"]);
    browser.click(&format!("({})[last()]", ana.path("//button[@class='preview-give']")));
    ana.picks("Duda");
    browser.click(&duda.path("//button[contains(@class,'send')]"));
    duda.hears(&["Convite de Ana"]);
    duda.taps("2 · Entrar + ofertas");
    duda.hears(&["Pronto, Duda"]);
    visit.picture("middle", WIDE);

    browser.click(&beto.path("//form//button[contains(@class,'round')]"));
    beto.picks("Duda");
    beto.hears(&["valor"]);
    beto.types("60");
    beto.hears(&["Duda L.", "+1.800", "+1.000"]);
    ana.hears(&["Duda", "+3.000", "5.697"]);

    beto.types("11 98765-4321 20");
    ana.hears(&["6.297"]);
    ana.taps("Prêmios");
    ana.hears(&["Banho P", "faltam 5.703"]);
    ana.taps("Escolher prêmio");
    visit.picture("sheet", WIDE);
    ana.picks("Banho P");
    let held = ana.hears(&["reservado", "297 pontos"]);
    let code = held.lines().map(str::trim).find(|line| line.len() == 4 && line.is_ascii()).expect("a code");
    beto.types(&format!("v {code}"));
    beto.hears(&["Banho P", "Entregue?"]);
    beto.taps("Sim");
    beto.hears(&["entregue", "Ana S."]);
    ana.types("ranking");
    ana.hears(&["2º", "6.297", "R***"]);

    browser.click("//button[contains(@class,'tool-shield')]");
    browser.find("//button[contains(@class,'tool-shield') and contains(@class,'good')]");
    visit.picture("end", WIDE);
    browser.click("//aside[@id='panel']//button");
    visit.picture("end", NARROW);
}

/// Whether what `arguments[0]` selects is cut off sideways or lies over a phone, in a sentence each.
const MISPLACED: &str = "const faults = [];
    for (const node of document.querySelectorAll(arguments[0])) {
        if (node.scrollWidth > node.clientWidth + 1) faults.push(`${node.className} is cut`);
        const own = node.getBoundingClientRect();
        for (const phone of document.querySelectorAll('.phone')) {
            const its = phone.getBoundingClientRect();
            if (own.left < its.right && its.left < own.right && own.top < its.bottom && its.top < own.bottom)
                faults.push(`${node.className} lies over ${phone.dataset.person}`);
        }
    }
    return faults.join(', ')";

#[test]
fn the_page_speaks_the_readers_language_and_says_what_its_panel_shows() {
    let Some(visit) = Visit::begin() else { return };
    let browser = &visit.browser;
    let [ana] = visit.phones(["ana"]);
    browser.find("//button[contains(@class,'tool-shield')][contains(.,'Conferir livro')]");
    for (tag, ledger, about) in [("es", "Verificar libro", "cliente"), ("en", "Verify ledger", "customer")] {
        browser.click(&format!("//select[@id='lang']/option[@value='{tag}']"));
        browser.find(&format!("//button[contains(@class,'tool-shield')][contains(.,'{ledger}')]"));
        browser.find(&ana.path(&format!("//span[@class='about'][.='{about}']")));
    }
    browser.call("POST", "/refresh", &json!({}));
    browser.find("//textarea[@placeholder='Message']");
    ana.types("Quero participar do Clube Patinhas (centro)");
    ana.hears(&["30 pontos"]);

    visit.picture("language", WIDE);
    browser.click("//button[contains(@class,'tool-shield')]");
    browser.find("//aside//li[contains(.,'Every transaction moves something.')]/b[.='✔ holds']");
    assert_eq!(browser.script(MISPLACED, &["#panel"]), "");
    visit.picture("ledger", WIDE);
    browser.script("document.querySelector('.bubble.theirs .icon-xray').closest('button').click()", &[]);
    browser.find("//aside//section[last()]/h3[.='What WhatsApp delivered (signed)']");
    browser.find("//aside//section[1][h3='How it was understood']//code");
    browser.find("//aside//section[2]/p[.='This message moved nothing.']");
    assert_eq!(
        browser.script("return document.querySelector('#panel').innerText.includes('rounded down')", &[]),
        false
    );
    for size in [WIDE, (1024, 768)] {
        visit.picture("xray", size);
        assert_eq!(browser.script(MISPLACED, &["#panel, #panel .json"]), "", "{size:?}");
    }
    visit.picture("xray", NARROW);
    visit.picture("xray", WIDE);

    browser.click("//div[@id='story']//button[contains(.,'Play the story')]");
    let since = Instant::now();
    while browser.script("return document.querySelector('#panel h2').innerText", &[])
        != "The end of the story"
    {
        assert!(since.elapsed() < 6 * PATIENCE, "the story has no end");
        std::thread::sleep(Duration::from_millis(200));
    }
    browser.find("//aside//tr[contains(.,'Ana S')][contains(.,'−303\u{a0}points')][contains(.,'a debt')]");
    browser.find("//aside//section[contains(.,'Ledger verified')]");
    visit.picture("story", WIDE);
    visit.picture("story", NARROW);
    visit.picture("story", WIDE);
    browser.click("//aside//button[contains(.,'one more purchase')]");
    let beto = Phone(browser, "beto");
    browser.press(&beto.path("//textarea"), ENTER);
    ana.hears(&["+4.500"]);
}

#[test]
fn a_template_looks_like_one_and_its_button_is_tapped() {
    let Some(visit) = Visit::begin() else { return };
    let [ana, beto] = visit.phones(["ana", "beto"]);
    let browser = &visit.browser;
    ana.types("Quero participar do Clube Patinhas (centro)");
    ana.taps("1 · Entrar");
    ana.hears(&["Pronto, Ana"]);
    browser.click("//button[contains(@class,'tool-day')]");
    beto.types("11 98765-4321 89,90 banho");
    beto.hears(&["foi como modelo do WhatsApp"]);
    ana.hears(&["Registramos sua compra de R$ 89,90", "Modelo"]);
    browser.find(&ana.path("//li[contains(@class,'templated')]//button[contains(.,'Extrato')]"));
    // On a small screen one phone is shown: the one that was touched last.
    browser.click(&ana.path("//textarea"));
    visit.picture("template", WIDE);
    visit.picture("template", NARROW);
    ana.taps("Ver saldo");
    ana.hears(&["2.697 pontos"]);
    let kind = "const asked = new XMLHttpRequest();
        asked.open('GET', '/emulator/state', false);
        asked.send();
        return JSON.parse(asked.responseText).chats.ana.filter((bubble) => bubble.from_person).at(-1).kind";
    assert_eq!(browser.script(kind, &[]), "button", "the tap sends the payload of the template's button");
    visit.picture("template-answered", NARROW);
}

#[test]
fn people_change_numbers_and_the_shop_writes_by_hand_on_the_page() {
    let Some(visit) = Visit::begin() else { return };
    let [ana, duda] = visit.phones(["ana", "duda"]);
    let browser = &visit.browser;
    let number = |phone: &Phone| {
        let text = "return document.querySelector(`[data-person=${arguments[0]}] .number`).innerText";
        browser.script(text, &[phone.1]).as_str().unwrap().to_owned()
    };
    ana.types("Quero participar do Clube Patinhas (centro)");
    ana.taps("1 · Entrar");
    ana.hears(&["Pronto, Ana"]);
    browser.click(&ana.path("//button[contains(@class,'more-moves')]"));
    visit.picture("moves", WIDE);
    visit.picture("moves", NARROW);
    visit.picture("moves", WIDE);
    ana.picks("A loja escreve do celular");
    visit.picture("by-hand", WIDE);
    ana.types("Oi Ana, aqui é a Carla");
    ana.hears(&["aqui é a Carla"]);

    ana.happens("Troca de número");
    browser.find(&ana.path("//span[@class='number'][not(contains(.,'98765-4321'))]"));
    let moved = number(&ana);
    ana.types("menu");
    ana.hears(&["Como posso ajudar, Ana"]);
    ana.happens("Troca de conta");
    ana.types("saldo");
    ana.hears(&["0 pontos"]);

    ana.happens("Perde o número");
    ana.picks("Duda");
    browser.find(&ana.path("//span[contains(@class,'number')][contains(.,'sem número')]"));
    assert_eq!(number(&duda), moved);
    duda.types("oi");
    duda.hears(&["quem está aqui"]);
    visit.picture("recycled", WIDE);
}

#[test]
fn the_page_of_the_api_tries_calls_at_the_demos_shop() {
    let Some(visit) = Visit::begin() else { return };
    let browser = &visit.browser;
    browser.script("location.href = '/demo/api'", &[]);
    let of = |call: &str, inside: &str| format!("//section[@id='{call}']{inside}");
    let says = |call: &str, words: &str| {
        let status = of(call, "//p[starts-with(@class,'status')]");
        browser.find(&format!("{status}[contains(.,'{words}')]"));
    };
    browser.click(&of("createPurchase", "//button[.='Send']"));
    says("createPurchase", "201 ");
    visit.picture("api", WIDE);
    visit.picture("api", NARROW);
    browser.click(&of("createPurchase", "//button[.='Send']"));
    says("createPurchase", "idempotent-replayed: true");
    browser.click(&of("quotePurchase", "//button[.='Send']"));
    says("quotePurchase", "200 ");
    let address = browser.script("return location.href", &[]);
    assert!(!address.as_str().unwrap().contains("frg_"), "the key left the address: {address}");
    browser.script("document.getElementById('token').value = ''", &[]);
    browser.click(&of("findMember", "//button[.='Send']"));
    says("findMember", "401 ");
}
