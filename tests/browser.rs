//! The HTML report, opened and used in a real browser; see tests/html/README.md.
#![cfg(all(feature = "html", unix))]
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use yaodian::export::{Export, Format, Resume, View};
use yaodian::{Answer, Bank, Batch, Grader, Graders};

const HOSTILE_ID: &str = "<img src=x onerror=document.title='hit'>";
const HOSTILE: &str = "</div><script>document.title='hit'</script><svg onload=document.title='hit'> \" onload=\"document.title='hit' 'x' &lt;b&gt; \u{202e}反 \0";

fn bank() -> Bank {
    Bank::from_json(
        r#"[
        {"id": "q1", "question": "什么是光合作用？</title><script>document.title='hit'</script>", "reference": "叶绿体<b>参考</b>答案",
         "key_points": ["绿色植物吸收光能", "合成有机物", "放出氧气</style><style>*{display:none}"], "max_score": 6},
        {"id": "\"q2\"", "question": "呼吸作用的意义？", "key_points": ["释放能量", "供生命活动使用"]}
        ]"#,
    )
    .expect("a bank")
}

fn answers() -> Vec<Answer> {
    let rows = [
        (
            "张三",
            "q1",
            "绿色植物吸收光能，合成有机物。\n另外放出氧气</style><style>*{display:none}，这是地球上氧气的来源。",
        ),
        ("张三", "\"q2\"", "释放能量，供生命活动使用"),
        ("李四", "q1", ""),
        (HOSTILE_ID, "q1", HOSTILE),
        (
            "长名字长名字长名字长名字长名字长名字longlonglonglonglonglonglonglonglonglonglong",
            "q1",
            "合成有机物Pneumonoultramicroscopicsilicovolcanoconiosis-Pneumonoultramicroscopicsilicovolcanoconiosis-0123456789",
        ),
    ];
    rows.into_iter()
        .zip(1..)
        .map(|((id, question, text), row)| Answer {
            row,
            id: id.to_owned(),
            question_id: question.to_owned(),
            text: text.to_owned(),
        })
        .collect()
}

fn write(path: &Path, view: View) {
    let batch = Batch::new(Graders::compile(&Grader::builder(), &bank()));
    Export::new(Format::Html)
        .view(view)
        .to_file(
            path,
            Resume::No,
            &batch,
            answers().into_iter().map(Ok),
            &mut |_| {},
        )
        .expect("a report");
}

/// The folder of the test's pages, which goes with it.
fn pages() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(&folder.path().join("teacher.html"), View::Teacher);
    write(&folder.path().join("student.html"), View::Student);
    folder
}

#[test]
fn the_students_page_holds_nothing_of_the_key() {
    let folder = pages();
    let page = |name: &str| fs::read_to_string(folder.path().join(name)).expect("a page");
    let (teacher, student) = (page("teacher.html"), page("student.html"));
    // The reference's word is in no answer, so only the key could have brought it.
    assert!(teacher.contains("叶绿体") && !student.contains("叶绿体"));
    let key = "<span class=\"key\">";
    assert!(teacher.contains(key) && !student.contains(key));
    for page in [teacher, student] {
        for tag in ["<script", "<img", "<svg onload", "<b>参考"] {
            assert!(!page.contains(tag), "{tag}");
        }
        assert!(page.contains("&lt;script&gt;") && page.contains("&quot; onload=&quot;"));
        assert_eq!(page.matches("<style").count(), 1);
    }
}

#[test]
fn a_person_can_use_the_page() {
    let Some(program) = chromium() else {
        eprintln!("skipped: no chromium found (see tests/html/README.md)");
        return;
    };
    let folder = pages();
    let mut browser = Browser::start(&program);
    let url = |name: &str| format!("file://{}", folder.path().join(name).display());

    browser.size(1280, 1000, false);
    browser.open(&url("teacher.html"));
    assert_eq!(
        browser.eval("document.title"),
        json!("评分报告"),
        "no script ran"
    );
    assert_eq!(
        browser.eval("document.querySelectorAll('script, img, iframe, object, link').length"),
        json!(0)
    );
    let handlers = "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on')).length";
    assert_eq!(browser.eval(handlers), json!(0));
    assert_eq!(
        browser.eval("[...document.querySelectorAll('h3')].map(e => e.textContent)[3]"),
        json!(HOSTILE_ID)
    );
    let shown = browser.eval("[...document.querySelectorAll('.answer')][3].textContent");
    assert_eq!(shown, json!(HOSTILE.replace('\0', "␀")));
    assert_ne!(
        browser.eval("getComputedStyle(document.body).backgroundColor"),
        json!("rgba(0, 0, 0, 0)"),
        "the policy allows the page's own style"
    );
    browser.screenshot("desktop");

    // The mouse over the second point leaves its evidence alone alight.
    let background = |point: usize| {
        format!("getComputedStyle(document.querySelector('.card mark.k{point}')).backgroundColor")
    };
    let before = browser.eval(&background(0));
    browser.hover(".card .row.k1");
    assert_eq!(browser.eval(&background(0)), json!("rgba(0, 0, 0, 0)"));
    assert_ne!(browser.eval(&background(1)), json!("rgba(0, 0, 0, 0)"));
    browser.screenshot("hover");
    browser.hover("h1");
    assert_eq!(browser.eval(&background(0)), before);

    // Evidence tells its point under the mouse.
    browser.hover(".card mark.k1");
    let tip = "getComputedStyle(document.querySelector('.card mark.k1'), '::after').content";
    assert_eq!(browser.eval(tip), json!("\"要点 2 · 覆盖\""));

    // The statistics open.
    browser.click("details.question summary");
    assert_eq!(
        browser.eval("document.querySelector('details.question').open"),
        json!(true)
    );
    browser.screenshot("overview");

    // The student's view hides the key.
    let hidden = "[...document.querySelectorAll('.key')].every(e => e.checkVisibility() === false)";
    assert_eq!(browser.eval(hidden), json!(false));
    browser.click("label[for=view-student]");
    assert_eq!(browser.eval(hidden), json!(true));
    browser.screenshot("student");
    browser.click("label[for=view-teacher]");
    assert_eq!(browser.eval(hidden), json!(false));

    // The index leads to an answer.
    browser.click(".index a:last-child");
    assert_eq!(browser.eval("location.hash"), json!("#a5"));

    browser.size(375, 800, true);
    browser.open(&url("teacher.html"));
    assert_eq!(
        browser.eval("document.documentElement.scrollWidth"),
        json!(375),
        "nothing is wider than a phone"
    );
    browser.tap(".card mark.k1");
    assert_eq!(browser.eval(tip), json!("\"要点 2 · 覆盖\""));
    browser.screenshot("phone");

    browser.size(1280, 1000, false);
    let light = browser.eval("getComputedStyle(document.body).backgroundColor");
    browser.call(
        "Emulation.setEmulatedMedia",
        json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]}),
    );
    browser.open(&url("teacher.html"));
    assert_ne!(
        browser.eval("getComputedStyle(document.body).backgroundColor"),
        light
    );
    browser.screenshot("dark");

    browser.call(
        "Emulation.setEmulatedMedia",
        json!({"media": "print", "features": []}),
    );
    browser.size(794, 1123, false);
    browser.open(&url("teacher.html"));
    assert_eq!(
        browser.eval("document.querySelector('.switch').checkVisibility()"),
        json!(false)
    );
    assert_eq!(
        browser.eval("document.querySelector('.card').checkVisibility()"),
        json!(true)
    );
    browser.screenshot("print");

    assert!(
        browser
            .fetched
            .iter()
            .all(|fetched| fetched.starts_with("file://")),
        "{:?}",
        browser.fetched
    );
    assert_eq!(browser.complaints, Vec::<String>::new());
}

fn chromium() -> Option<String> {
    let named = std::env::var("CHROMIUM").ok();
    let known = ["chromium", "chromium-browser", "google-chrome"].map(str::to_owned);
    named.into_iter().chain(known).find(|program| {
        Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    })
}

/// A page of a headless Chromium, driven over its debugging pipe.
struct Browser {
    process: Child,
    to: File,
    from: BufReader<File>,
    session: Value,
    calls: u64,
    /// Everything the page asked for.
    fetched: Vec<String>,
    /// Errors, refusals of the policy and dialogs.
    complaints: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Browser {
    fn start(program: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pipe = |name: &str| folder.path().join(name);
        for name in ["to", "from"] {
            let made = Command::new("mkfifo").arg(pipe(name)).status();
            assert!(made.expect("mkfifo runs").success());
        }
        // Chromium takes its orders on descriptor 3 and answers on 4.
        let process = Command::new("sh")
            .arg("-c")
            .arg("exec \"$0\" \"$@\" 3<to 4>from")
            .arg(program)
            .args([
                "--remote-debugging-pipe",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
            ])
            .args([
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
            ])
            .args([
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
            ])
            .arg(format!("--user-data-dir={}", pipe("profile").display()))
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the browser starts");
        let to = File::options()
            .write(true)
            .open(pipe("to"))
            .expect("a pipe");
        let from = BufReader::new(File::open(pipe("from")).expect("a pipe"));
        let mut browser = Self {
            process,
            to,
            from,
            session: Value::Null,
            calls: 0,
            fetched: Vec::new(),
            complaints: Vec::new(),
            _folder: folder,
        };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        browser.session = browser.call("Target.attachToTarget", attach)["sessionId"].clone();
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    fn message(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from
            .read_until(0, &mut bytes)
            .expect("the browser answers");
        assert_eq!(bytes.pop(), Some(0), "the browser went away");
        let message: Value = serde_json::from_slice(&bytes).expect("JSON");
        let params = &message["params"];
        match message["method"].as_str() {
            Some("Network.requestWillBeSent") => {
                let url = params["request"]["url"].as_str().unwrap_or_default();
                self.fetched.push(url.to_owned());
            }
            Some("Log.entryAdded" | "Runtime.exceptionThrown" | "Page.javascriptDialogOpening") => {
                self.complaints.push(params.to_string());
            }
            _ => {}
        }
        message
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.calls += 1;
        let mut order = json!({"id": self.calls, "method": method, "params": params});
        if !self.session.is_null() {
            order["sessionId"] = self.session.clone();
        }
        let mut bytes = order.to_string().into_bytes();
        bytes.push(0);
        self.to.write_all(&bytes).expect("the browser listens");
        loop {
            let message = self.message();
            if message["id"] == json!(self.calls) {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    fn open(&mut self, url: &str) {
        self.call("Page.navigate", json!({"url": url}));
        let begun = Instant::now();
        while self.eval("document.readyState + location.href") != json!(format!("complete{url}")) {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "{url} does not load"
            );
        }
    }

    fn eval(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let result = self.call("Runtime.evaluate", params);
        assert!(
            result["exceptionDetails"].is_null(),
            "{expression}: {result}"
        );
        result["result"]["value"].clone()
    }

    fn size(&mut self, width: u32, height: u32, phone: bool) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone});
        self.call("Emulation.setDeviceMetricsOverride", metrics);
        self.call(
            "Emulation.setTouchEmulationEnabled",
            json!({"enabled": phone}),
        );
    }

    /// The middle of the first line of an element, scrolled into view.
    fn place(&mut self, selector: &str) -> (f64, f64) {
        let element = format!("document.querySelector({selector:?})");
        self.eval(&format!(
            "{element}.scrollIntoView({{block: 'center', behavior: 'instant'}})"
        ));
        // Cards are laid out when they come into view.
        self.settle();
        let middle = "[r.x + r.width / 2, r.y + r.height / 2]";
        let place = self.eval(&format!("(r => {middle})({element}.getClientRects()[0])"));
        let at = |index: usize| place[index].as_f64().expect("a coordinate");
        (at(0), at(1))
    }

    /// Waits until the page shows what an event changed, its transitions ended.
    fn settle(&mut self) {
        let frames =
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";
        let still = "Promise.all(document.getAnimations().map(one => one.finished)).then(() => 0)";
        self.eval(&format!("{frames}.then(() => {still})"));
    }

    fn mouse(&mut self, kind: &str, (x, y): (f64, f64)) {
        let params = json!({"type": kind, "x": x, "y": y, "button": if kind == "mouseMoved" { "none" } else { "left" }, "clickCount": 1});
        self.call("Input.dispatchMouseEvent", params);
    }

    fn hover(&mut self, selector: &str) {
        let place = self.place(selector);
        self.mouse("mouseMoved", place);
        self.settle();
    }

    fn click(&mut self, selector: &str) {
        let place = self.place(selector);
        self.mouse("mousePressed", place);
        self.mouse("mouseReleased", place);
        self.settle();
    }

    fn tap(&mut self, selector: &str) {
        let (x, y) = self.place(selector);
        self.call(
            "Input.dispatchTouchEvent",
            json!({"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}),
        );
        self.call(
            "Input.dispatchTouchEvent",
            json!({"type": "touchEnd", "touchPoints": []}),
        );
        let focused = format!("document.activeElement === document.querySelector({selector:?})");
        let begun = Instant::now();
        while self.eval(&focused) != json!(true) {
            assert!(
                begun.elapsed() < Duration::from_secs(10),
                "a tap on {selector} does nothing"
            );
        }
        self.settle();
    }

    fn screenshot(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("SCREENSHOTS") else {
            return;
        };
        let shot = self.call(
            "Page.captureScreenshot",
            json!({"captureBeyondViewport": name == "print" || name == "overview"}),
        );
        let data = shot["data"].as_str().expect("a picture");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(Path::new(&folder).join(format!("{name}.png")), base64(data)).expect("a file");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Asked to close, it leaves nothing behind; a test that failed may have to kill it.
        let _ = self
            .to
            .write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(5) {
            if let Ok(Some(_)) = self.process.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn base64(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => u32::from(c - b'A'),
        b'a'..=b'z' => u32::from(c - b'a') + 26,
        b'0'..=b'9' => u32::from(c - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits: Vec<u8> = text.bytes().filter(|&c| c != b'=').collect();
    digits
        .chunks(4)
        .flat_map(|four| {
            let bits =
                four.iter().fold(0, |bits, &c| bits << 6 | value(c)) << (6 * (4 - four.len()));
            bits.to_be_bytes()[1..four.len()].to_vec()
        })
        .collect()
}
