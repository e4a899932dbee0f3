'use strict';

const report = JSON.parse(document.getElementById('report-data').textContent);

/** An element with properties and children; text is always a text node, never markup. */
function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

function numberTable(heads, rows) {
  return make('table', {},
    make('thead', {}, make('tr', {}, ...heads.map(head => make('th', {scope: 'col'}, head)))),
    make('tbody', {}, ...rows.map(row => make('tr', {},
      ...row.map((cell, i) => make(i === 0 ? 'th' : 'td', i === 0 ? {scope: 'row'} : {}, cell))))));
}

/** A table in place of a plot, made when it is opened; the function returned makes it again. */
function textAlternative(figure, label, content) {
  const area = make('div', {className: 'scroll', tabIndex: 0});
  area.setAttribute('role', 'region');
  area.setAttribute('aria-label', label);
  const details = make('details', {className: 'numbers'}, make('summary', {}, 'Numbers of this plot'), area);
  const fill = () => { if (details.open) area.replaceChildren(content()); };
  details.addEventListener('toggle', fill);
  figure.append(details);
  return fill;
}

function selection(form, label, options, changed) {
  const select = make('select', {}, ...options.map(([value, text]) => make('option', {value}, text)));
  select.addEventListener('change', changed);
  form.append(make('label', {}, label, select));
  form.addEventListener('submit', event => event.preventDefault());
  return select;
}

/** Sorts the rows of a table; those without a figure stay last. */
function sortTable(table, column, direction) {
  const sign = direction === 'ascending' ? 1 : -1;
  const key = row => row.cells[column].dataset.key;
  const numeric = column > 0;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  rows.sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === '' || right === '') return (left === '') - (right === '');
    return sign * (numeric ? Number(left) - Number(right) : left.localeCompare(right, 'en', {numeric: true}));
  });
  body.append(...rows);
  [...table.tHead.rows[0].cells].forEach((head, i) => { head.setAttribute('aria-sort', i === column ? direction : 'none'); });
}

function makeSortable(table, status) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = head.querySelector('button');
    button.addEventListener('click', () => {
      const other = {ascending: 'descending', descending: 'ascending'};
      const direction = other[head.getAttribute('aria-sort')] ?? button.dataset.first;
      sortTable(table, column, direction);
      status.textContent = `Sorted by ${button.firstChild.textContent.trim()}, ${direction}.`;
    });
  });
}

makeSortable(document.getElementById('methods'), document.getElementById('sorted'));
