"""How a browser test looks at a page: visit, axe, shoot."""

from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "screenshots"
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
STATUS = "performance.getEntriesByType('navigation')[0].responseStatus"


def visit(page: Page, url: str) -> None:
    """Open a page that must be there."""
    response = page.goto(url)
    assert response is not None
    assert response.status == 200, f"{url} answered {response.status}"
    page.evaluate("document.fonts.ready.then(() => true)")


def axe(page: Page, *, status: int = 200) -> None:
    """Nothing to complain about for axe; an error page would please it, so the status first."""
    assert page.evaluate(STATUS) == status
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        """axe.run().then(result => result.violations.flatMap(violation =>
            violation.nodes.map(node => `${violation.id}: ${node.target.join(' ')} `
                + `${node.failureSummary.split('\\n')[1] ?? ''}`)))"""
    )
    assert found == [], "\n".join(found)


def use_theme(page: Page, theme: str) -> None:
    """light, dark or system, as the switch does it, without telling the server."""
    page.evaluate(
        """theme => {
            document.documentElement.dataset.themeChoice = theme;
            document.dispatchEvent(new CustomEvent("relasi:theme-choice"));
        }""",
        theme,
    )


def use_language(page: Page, language: str) -> None:
    """Choose the language as a person does, and come back to the same page."""
    page.evaluate(
        """language => {
            const form = document.querySelector("form:has(button[name=language])");
            const body = new FormData(form);
            body.set("language", language);
            return fetch(form.action, {method: "POST", body}).then(() => true);
        }""",
        language,
    )
    page.reload()
    page.evaluate("document.fonts.ready.then(() => true)")


def shoot(page: Page, name: str, *, check: bool = True) -> None:
    """Pictures in both themes, widths and languages under screenshots/; axe on each (`check`)."""
    SHOTS.mkdir(exist_ok=True)
    for language in ("en", "id"):
        use_language(page, language)
        for theme in ("light", "dark"):
            use_theme(page, theme)
            for size, suffix in ((WIDE, ""), (PHONE, "-390")):
                page.set_viewport_size(size)
                page.wait_for_timeout(150)
                page.screenshot(path=SHOTS / f"{name}-{language}-{theme}{suffix}.png")
                if check:
                    axe(page)
    page.set_viewport_size(WIDE)
    use_language(page, "en")
    use_theme(page, "system")
