"""A page in a headless Chromium, by the WebDriver protocol of chromedriver.

    with Browser() as browser:
        browser.open(path)
        browser.run("return document.title")

Without chromium and chromedriver, Browser.there() is false."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.request

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--window-size=1280,900")


class Browser:
    @staticmethod
    def there():
        return shutil.which("chromium") and shutil.which("chromedriver")

    def __enter__(self):
        self.profile = tempfile.mkdtemp(prefix="tenor-browser-")
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True,
            stderr=subprocess.DEVNULL)
        for line in self.driver.stdout:
            port = re.search(r"started successfully on port (\d+)", line)
            if port:
                break
        self.base = f"http://127.0.0.1:{port[1]}/session"
        options = {"args": [*FLAGS, f"--user-data-dir={self.profile}"],
                   "binary": shutil.which("chromium")}
        session = self.ask("POST", "", {"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": options}}})
        self.base += "/" + session["sessionId"]
        return self

    def __exit__(self, *_):
        try:
            self.ask("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.profile, ignore_errors=True)

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            self.base + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=300) as answer:
            return json.load(answer)["value"]

    def open(self, path):
        """Until the page is loaded."""
        self.ask("POST", "/url", {"url": "file://" + os.path.abspath(path)})

    def run(self, script, *arguments):
        """The value of a script, or of the promise that it returns."""
        return self.ask("POST", "/execute/sync",
                        {"script": script, "args": list(arguments)})
