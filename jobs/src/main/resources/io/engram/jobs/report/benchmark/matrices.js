// The accuracy matrix of every method as a heat map.

// Blue is lost, orange gained: told apart by readers who do not see red and green.
const changeStops = ['#08519c', '#6baed6', '#f2f2f2', '#fdae6b', '#b35806'];

/** Mean of the matrices of a method in one order, over all finished seeds or of one; null without a cell. */
function meanMatrix(method, order, seed) {
  const cells = report.cells.filter(cell => cell.method === method && cell.order === order
    && (seed === null || cell.seed === seed));
  if (cells.length === 0) return null;
  const mean = values => {
    const known = values.filter(value => value !== null);
    return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
  };
  const rows = cells[0].known.map((row, t) => row.map((_, i) => mean(cells.map(cell => cell.known[t][i]))));
  return {
    tasks: cells[0].tasks.map(task => report.tasks[task]), rows, seeds: cells.map(cell => cell.seed),
    average: mean(rows[rows.length - 1] ?? []),
  };
}

/** What is shown of a matrix: accuracies, or their change since each task was learnt, in per cent and points. */
const views = {
  accuracy: {
    value: (row, i) => row[i] === null ? null : 100 * row[i],
    range: values => [Math.floor(Math.min(...values) / 5) * 5, Math.ceil(Math.max(...values) / 5) * 5],
    stops: heatStops, unit: '%', title: 'accuracy in per cent',
  },
  change: {
    value: (row, i, rows) => row[i] === null || rows[i][i] === null ? null : 100 * (row[i] - rows[i][i]),
    range: values => {
      const most = Math.max(1, Math.ceil(Math.max(...values.map(Math.abs))));
      return [-most, most];
    },
    stops: changeStops, unit: 'points', title: 'change since the task was learnt in points',
  },
};

const decimal = value => value === null ? '–' : fixed(value, 1);

const entries = (matrix, view) => matrix.rows.flatMap((row, t) => row.map((_, i) => [i, t, view.value(row, i, matrix.rows)]))
  .filter(([, , value]) => value !== null);

function heatMap(matrix, view, range, large) {
  return width => {
    if (matrix() === null) return {series: []};
    const {tasks} = matrix();
    const {unit, stops} = view();
    const [low, high] = range();
    const room = width < 500 ? 78 : 130;
    const length = width < 500 ? 10 : 19;
    const cell = (width - room - 10) / tasks.length;
    const names = large && {color: colour('quiet'), fontSize: Math.max(8, Math.min(11, cell)), interval: cell < 9 ? 'auto' : 0};
    const category = more => ({
      type: 'category', data: tasks, axisTick: {show: false}, axisLine: {show: false}, splitLine: {show: false}, ...more,
      axisLabel: large ? {...names, ...more.axisLabel, formatter: name => taskLabel(name, length)} : {show: false},
    });
    const title = {nameLocation: 'start', nameTextStyle: {color: colour('quiet'), fontSize: 11}};
    return {
      grid: large ? {left: room, right: 10, top: 26, bottom: room + 42} : {left: 0, right: 0, top: 0, bottom: 0},
      xAxis: category({axisLabel: {rotate: 90}}),
      yAxis: {...category({inverse: true}), ...(large && {...title, name: 'after learning'})},
      visualMap: {
        show: large, min: low, max: high, calculable: false, orient: 'horizontal', left: 'center', bottom: 0,
        itemHeight: Math.min(260, width - 190), itemWidth: 12, text: [`${high} ${unit}`, `${low} ${unit}`],
        textStyle: {color: colour('quiet'), fontSize: 11}, inRange: {color: stops}, dimension: 2,
      },
      tooltip: tooltip({
        show: large,
        formatter: ({value: [i, t, value]}) => tip(tasks[i], [[null, `after ${tasks[t]}: ${fixed(value, 1)} ${unit}`]]),
      }),
      series: [{
        type: 'heatmap', data: entries(matrix(), view()), progressive: 0,
        itemStyle: {borderColor: colour(large ? 'paper' : 'sheet'), borderWidth: large && cell > 9 ? 1 : 0},
        label: {show: large && cell > 30, fontSize: 10, formatter: ({value}) => fixed(value[2], unit === '%' ? 0 : 1)},
        emphasis: {disabled: !large, itemStyle: {borderColor: colour('ink'), borderWidth: 1}},
      }],
    };
  };
}

function drawMatrices() {
  const methods = report.methods.map((method, i) => i).filter(i => report.cells.some(cell => cell.method === i));
  const distinct = values => [...new Set(values)];
  const form = document.getElementById('matrix-choice');
  let changed = () => {};
  const choice = (label, options) => selection(form, label, options, () => changed());
  const method = choice('method', methods.map(i => [i, report.methods[i].name]));
  const order = choice('task order',
    distinct(report.cells.map(cell => cell.order)).sort((a, b) => a - b).map(value => [value, `order ${value}`]));
  const seed = choice('seeds', [['', 'mean over seeds'],
    ...distinct(report.cells.map(cell => cell.seed)).map(value => [value, `seed ${value}`])]);
  const shows = choice('colour', [['accuracy', 'accuracy'], ['change', 'change since learnt']]);
  const marked = methods.find(i => ['best', 'both'].includes(report.methods[i].mark));
  method.value = marked ?? methods[0];

  const matrixOf = i => meanMatrix(i, Number(order.value), seed.value === '' ? null : seed.value);
  const view = () => views[shows.value];
  let limits = null;
  const range = () => {
    if (limits === null) {
      const values = methods.map(matrixOf).filter(matrix => matrix !== null)
        .flatMap(matrix => entries(matrix, view()).map(([, , value]) => value));
      limits = values.length ? view().range(values) : [0, 100];
    }
    return limits;
  };
  const gallery = document.getElementById('matrix-gallery');
  const cards = methods.map(i => {
    const name = report.methods[i].name;
    const average = make('span');
    const map = make('span', {className: 'map'});
    map.style.display = 'block';
    const card = make('button', {type: 'button', title: name},
      make('span', {className: 'title'}, make('span', {}, name), average), map);
    card.addEventListener('click', () => { method.value = i; changed(); });
    gallery.append(card);
    const again = plot(map, `Accuracy matrix of ${name}`, heatMap(() => matrixOf(i), view, range, false), 'canvas');
    map.removeAttribute('role');
    return () => {
      average.textContent = matrixOf(i) === null ? '–' : `${percent(matrixOf(i).average)} %`;
      card.setAttribute('aria-pressed',  String(Number(method.value) === i));
      again();
    };
  });

  const figure = document.getElementById('matrix');
  const current = () => matrixOf(Number(method.value));
  const again = plotIn(figure, 'Accuracy of every task after every task', heatMap(current, view, range, true));
  const table = textAlternative(figure, 'Accuracy matrix', () => current() === null ? make('p', {}, 'no cell')
    : numberTable(['after learning', ...current().tasks],
      current().rows.map((row, t) => [current().tasks[t], ...current().tasks.map((_, i) => i > t ? '' : decimal(view().value(row, i, current().rows)))])));
  changed = () => {
    limits = null;
    const matrix = current();
    const name = report.methods[Number(method.value)].name;
    const which = matrix === null ? 'no finished cell' : matrix.seeds.length > 1
      ? `mean over seeds ${matrix.seeds.join(', ')}` : `seed ${matrix.seeds[0]}`;
    figure.querySelector('figcaption').textContent =
      `${name}: ${view().title}, task order ${order.value}, ${which}, task of every row known`;
    const element = figure.querySelector('.plot');
    const side = Math.min(element.parentElement.clientWidth, 760, 220 + 60 * (matrix?.tasks.length ?? 1));
    element.style.maxWidth = `${side}px`;
    element.style.height = `${Math.round((side - 100) * .85 + 190)}px`;
    element.setAttribute('aria-label', figure.querySelector('figcaption').textContent);
    cards.forEach(card => card());
    again();
    table();
  };
  changed();
}

if (report.cells.length > 0) drawMatrices();
