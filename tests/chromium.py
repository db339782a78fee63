"""A real headless Chromium for tests of the page, and what it saw: requests, console, violations."""

import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--enable-precise-memory-info",
)  # fmt: skip
PREFERENCES = {"profile.default_content_setting_values.automatic_downloads": 1}
# Runs before the page's own scripts: keeps violations, errors and dialogs.
WATCH = """
window.seen = {violations: [], errors: [], dialogs: []};
document.addEventListener('securitypolicyviolation', (event) => {
  window.seen.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
window.addEventListener('error', (e) => window.seen.errors.push(String(e.message)));
window.addEventListener('unhandledrejection', (e) => window.seen.errors.push(String(e.reason)));
for (const name of ['alert', 'confirm', 'prompt']) {
  window[name] = (text) => { window.seen.dialogs.push(String(text)); };
}
"""


def missing() -> str | None:
    """Return why no browser test can run here, or None."""
    if not any(map(shutil.which, BROWSERS)):
        return "no Chromium is installed"
    return None if shutil.which("chromedriver") else "no chromedriver is installed"


class Chromium:
    """One headless browser with an empty profile."""

    def __init__(self, profile: Path, *, wide: int = 1440, high: int = 900) -> None:
        options = Options()
        options.binary_location = str(next(filter(None, map(shutil.which, BROWSERS))))
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.add_experimental_option(
            "prefs", PREFERENCES | {"download.default_directory": str(profile / "downloads")}
        )
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = Service(shutil.which("chromedriver"), log_output=os.devnull)
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        self.downloads = profile / "downloads"
        self.size(wide, high)
        self.theme("light")

    def size(self, wide: int, high: int) -> None:
        """Give the window a size, as a screen of that many pixels would."""
        metrics = {"width": wide, "height": high, "deviceScaleFactor": 1, "mobile": wide < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def theme(self, name: str) -> None:
        """Make the system prefer "light" or "dark", and no motion."""
        features = [
            {"name": "prefers-color-scheme", "value": name},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def open(self, file: Path, state: str = "", *, seconds: float = 60) -> float:
        """Open a page afresh and return the seconds from its start to its first drawing."""
        self.driver.get("about:blank")
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.driver.get(file.as_uri() + (f"#{state}" if state else ""))
        self.until("document.body && document.body.dataset.ready", seconds)
        return float(self.run("return performance.getEntriesByName('drawn')[0].startTime")) / 1000

    def until(self, condition: str, seconds: float = 10) -> None:
        """Wait until an expression holds."""
        end = time.monotonic() + seconds
        while not self.run(f"return Boolean({condition})"):
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s: {condition}")
            time.sleep(0.02)

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page and return its value."""
        return self.driver.execute_script(script, *arguments)

    def click(self, selector: str) -> None:
        """Click the first element that a selector finds, by script."""
        self.run("document.querySelector(arguments[0]).click()", selector)

    def text(self, selector: str) -> str:
        """Return the text of the first element that a selector finds."""
        return str(self.run("return document.querySelector(arguments[0]).innerText", selector))

    def requests(self) -> list[str]:
        """Return the addresses asked for since the last opening, without the page and its own data."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [url for url in sent if not url.startswith(("file:", "about:", "data:", "blob:"))]

    def complaints(self) -> list[str]:
        """Return violations, script errors, dialogs and console errors since the last opening."""
        seen = self.run("return window.seen")
        console = [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] in {"SEVERE", "WARNING"}
        ]
        return [*seen["violations"], *seen["errors"], *seen["dialogs"], *console]

    def close(self) -> None:
        """End the browser."""
        self.driver.quit()
