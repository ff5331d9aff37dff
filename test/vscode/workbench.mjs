// VS Code's workbench as its user sees it: one method for each thing a user does or waits to see.
/* global document */
import path from 'node:path';

export class Workbench {
  /** Paths of the pictures taken so far. */
  pictures = [];

  /**
   * @param {import('playwright-core').Page} page a page that shows nothing yet
   * @param {string} folder where pictures go
   */
  constructor(page, folder) {
    this.page = page;
    this.folder = folder;
    page.setDefaultTimeout(15_000);
  }

  /** Loads the workbench and waits until it can be used. */
  async open(url) {
    await this.page.goto(url);
    await this.page.waitForSelector('.monaco-workbench .statusbar');
  }

  /** Opens a file by its path relative to the workspace, as typed into "Go to File". */
  async openFile(name) {
    const row = this.#quickRow(path.posix.basename(name)).filter({ hasText: path.posix.dirname(name) });
    await this.#untilDone(async (timeout) => {
      await this.#typeQuick('Control+P', name, timeout);
      await row.click({ timeout });
    });
    await this.page.waitForSelector(`.tab.active[data-resource-name="${path.posix.basename(name)}"]`);
    await this.page.waitForSelector('.editor-instance .view-line');
  }

  /** Runs a command by its title in the palette. */
  async command(title) {
    await this.#untilDone(async (timeout) => {
      await this.#typeQuick('F1', `>${title}`, timeout);
      // A click fails where a page that was loading has taken the focus and so closed the palette; a key would be lost.
      await this.#quickRow(title).click({ timeout });
    });
  }

  /** Opens the palette with a title typed in, and leaves it open. */
  async showPalette(title) {
    await this.#untilShown(this.#quickRow(title), () => this.#typeQuick('F1', `>${title}`));
  }

  /** The titles the palette lists for a text, best first; none where nothing fits. */
  async commandsNamed(text) {
    await this.#typeQuick('F1', `>${text}`);
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    const titles = (await rows.allInnerTexts()).map((title) => title.trim().replace(/\s+/g, ' '));
    await this.escape();
    return titles.filter((title) => title.includes(text.trim()));
  }

  /** The headings of the views in the side bar, collapsed ones included. */
  async headings() {
    const found = await this.page.locator('.sidebar .pane-header .title').allInnerTexts();
    return found.map((title) => title.trim());
  }

  /** Waits for a wavy line of a severity (`error`, `warning` or `info`) in the editor. */
  async squiggle(severity = 'error') {
    await this.page.waitForSelector(`.editor-instance .squiggly-${severity}`);
  }

  /** Waits until the editor shows no wavy line of a severity. */
  async noSquiggle(severity = 'error') {
    await this.page.waitForSelector(`.editor-instance .squiggly-${severity}`, { state: 'detached' });
  }

  /** Opens the Problems panel and waits for a message in it. */
  async problems(text) {
    await this.command('Problems: Focus on Problems View');
    await this.page.waitForSelector(`.markers-panel .monaco-list-row:has-text("${text}")`);
  }

  /** Puts the cursor into the first line that contains a text. */
  async cursorOn(text) {
    await this.page
      .locator('.editor-instance .view-line', { hasText: asShown(text) })
      .first()
      .click();
  }

  /** Scrolls the editor to a line, counted from 1. */
  async goTo(line) {
    // A click could hit a lens above the line.
    await this.command('View: Focus Active Editor Group');
    await this.#typeQuick('Control+g', `:${line}`);
    await this.page.keyboard.press('Enter');
  }

  /** Selects the first place of a text in the editor, as its search finds it. */
  async find(text) {
    await this.page.keyboard.press('Control+f');
    await this.page.waitForSelector('.find-widget.visible textarea:focus');
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(text);
    await this.page.waitForSelector('.find-widget .matchesCount:has-text("1 of")');
    await this.page.keyboard.press('Escape');
  }

  /** Asks for a new name of what the cursor is on. */
  async beginRename() {
    await this.#untilShown(this.page.locator('.rename-box input:focus'), () => this.page.keyboard.press('F2'));
  }

  /** Opens the quick-fix menu at the cursor and waits for an entry. */
  async quickFixes(title) {
    const entry = this.page.locator(`.action-widget .monaco-list-row:has-text("${title}")`).first();
    await this.#untilShown(entry, () => this.page.keyboard.press('Control+.'));
  }

  /** Chooses an entry of the menu that is open. */
  async choose(title) {
    await this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first().click();
  }

  /** Waits until the editor shows a line with this text. */
  async line(text) {
    await this.page
      .locator('.editor-instance .view-line', { hasText: asShown(text) })
      .first()
      .waitFor();
  }

  /** Shows a view by its name and waits for a row with a text in it. */
  async view(name, text) {
    await this.command(`Focus on ${name} View`);
    await this.page.waitForSelector(`.pane-body .monaco-list-row:has-text("${text}")`);
  }

  /** Hovers over a text of the editor and waits for the tooltip. */
  async hover(text) {
    const place = this.page.locator('.editor-instance .view-line span span', { hasText: text }).first();
    await this.#untilShown(this.page.locator('.monaco-hover:not(.hidden) .hover-row').first(), () => place.hover());
  }

  /**
   * Does something until an element appears. The editor asks its extensions once, at the key or when the mouse stops,
   * and on a busy machine the text may still be moving below new lenses, or findings may not be there yet.
   */
  async #untilShown(element, act) {
    await this.#untilDone(async (timeout) => {
      await act();
      await element.waitFor({ timeout });
    });
  }

  /** Does what a user would do once more when the editor took no notice of it. The last failure counts. */
  async #untilDone(act) {
    for (let tries = 1; ; tries++) {
      try {
        return await act(4_000);
      } catch (error) {
        if (tries === 4) throw error;
        await this.page.keyboard.press('Escape');
        await this.page.mouse.move(0, 0);
      }
    }
  }

  /** Waits for a lens or a hint with a text. */
  async beside(text) {
    await this.page
      .locator('.editor-instance', { hasText: asShown(text) })
      .first()
      .waitFor();
  }

  /** Adds a line below the cursor's, types a text there and waits for a proposal with a word in it. */
  async suggest(typed, word) {
    await this.page.keyboard.press('End');
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.type(typed);
    await this.page.keyboard.press('Control+Space');
    await this.page.waitForSelector(`.suggest-widget.visible .monaco-list-row:has-text("${word}")`);
  }

  /** Waits for the peek view to list a file. */
  async peek(file) {
    await this.page.waitForSelector(`.reference-zone-widget .monaco-list-row:has-text("${file}")`);
  }

  /** Waits for a notification. */
  async notification(text) {
    await this.page.waitForSelector(`.notification-toast:has-text("${text}")`);
  }

  /** Waits for a modal question with a text, and gives what it says. */
  async question(text) {
    const box = this.page.locator('.monaco-dialog-box', { hasText: text });
    await box.waitFor();
    return box.innerText();
  }

  /** Answers the modal question that has a text, once it is asked, and waits until it is gone. */
  async answer(text, button) {
    const box = this.page.locator('.monaco-dialog-box', { hasText: text });
    await box.locator('.monaco-button', { hasText: button }).click();
    await box.waitFor({ state: 'detached' });
  }

  /** Puts a text into the input that is asked for below a title. */
  async fill(title, text) {
    await this.page.waitForSelector(`.quick-input-widget:has-text("${title}") input`);
    await this.page.locator('.quick-input-widget input').last().fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Replaces a line of the editor, counted from 1. The file stays unsaved. */
  async replaceLine(number, text) {
    await this.goTo(number);
    await this.page.keyboard.press('Home');
    await this.page.keyboard.press('Shift+End');
    // Typed letters would make the editor propose and complete.
    await this.page.keyboard.insertText(text);
    await this.line(text);
  }

  /** The page inside the webview that is shown, once it shows something. */
  async webview() {
    const page = this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await page.locator('body :visible').first().waitFor();
    return page;
  }

  /** Closes a menu, the palette or a tooltip. */
  async escape() {
    await this.page.keyboard.press('Escape');
  }

  /** Takes a picture; the number keeps them in the order they were taken. */
  async screenshot(name) {
    // Menus and panels fade in: the picture is taken when no animation is under way, but for those without an end, which
    // tell of something that goes on.
    await this.page.evaluate(() => {
      const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
      return Promise.allSettled(ending.map((one) => one.finished));
    });
    const number = String(this.pictures.length + 1).padStart(2, '0');
    const file = path.join(this.folder, `${number}-${name}.png`);
    await this.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    this.pictures.push(file);
  }

  /** Opens the box at the top of the window by a key, and puts a text there. */
  async #typeQuick(key, text, timeout) {
    await this.page.keyboard.press(key);
    await this.page.locator('.quick-input-widget input').last().fill(text, { timeout });
  }

  /** The row that the box at the top has chosen, if that has a text. */
  #quickRow(text) {
    return this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text.trim() });
  }
}

/** The editor draws blanks as no-break spaces. */
function asShown(text) {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '[\\u00a0 ]'));
}
