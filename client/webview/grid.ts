/** A cell that keys move to, with what can be done on it. */
export interface GridCell {
  readonly element: HTMLElement;
  readonly open: (() => void) | undefined;
  readonly spread: (() => void) | undefined;
}

/**
 * Makes a table usable by keyboard, as the grid pattern of the ARIA Authoring Practices has it: Tab enters the table at
 * one cell, arrow keys, Home and End move on, Enter and E act, and a click does what Enter does.
 */
export function makeGrid(table: HTMLTableElement, cells: readonly (readonly GridCell[])[]): void {
  let current: GridCell | undefined;
  const visit = (cell: GridCell | undefined): void => {
    if (!cell) return;
    if (current) setTabStop(current.element, '-1');
    setTabStop(cell.element, '0');
    current = cell;
  };
  const move = (row: number, column: number): void => {
    const line = cells[Math.max(0, Math.min(row, cells.length - 1))] ?? [];
    const cell = line[Math.max(0, Math.min(column, line.length - 1))];
    visit(cell);
    cell?.element.focus();
    cell?.element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  cells.forEach((line, row) => {
    line.forEach((cell, column) => {
      setTabStop(cell.element, '-1');
      cell.element.addEventListener('focus', () => visit(cell));
      cell.element.addEventListener('click', () => cell.open?.());
      cell.element.addEventListener('keydown', (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.target !== cell.element) return;
        const act = actionOf(event.key, cell, () => [row, column, line.length], move);
        if (!act) return;
        event.preventDefault();
        act();
      });
    });
  });
  visit(cells[0]?.[0]);
  table.addEventListener('keydown', (event) => {
    // From a button inside of a cell back to the cell.
    if (event.key === 'Escape') current?.element.focus();
  });
}

/** The id of the cell a person is on. */
export function focusedCell(): string | undefined {
  return document.activeElement?.closest('td')?.id;
}

function actionOf(
  key: string,
  cell: GridCell,
  place: () => readonly [row: number, column: number, width: number],
  move: (row: number, column: number) => void,
): (() => void) | undefined {
  const [row, column, width] = place();
  switch (key) {
    case 'ArrowUp':
      return () => move(row - 1, column);
    case 'ArrowDown':
      return () => move(row + 1, column);
    case 'ArrowLeft':
      return () => move(row, column - 1);
    case 'ArrowRight':
      return () => move(row, column + 1);
    case 'Home':
      return () => move(row, 0);
    case 'End':
      return () => move(row, width - 1);
    case 'Enter':
      return cell.open;
    case 'e':
    case 'E':
      return cell.spread;
    default:
      return undefined;
  }
}

/** The cell itself and the buttons in it take part in the tab order, or neither does. */
function setTabStop(cell: HTMLElement, index: '0' | '-1'): void {
  cell.tabIndex = Number(index);
  for (const button of cell.querySelectorAll('button')) button.tabIndex = Number(index);
}
