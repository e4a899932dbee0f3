// Accuracy and cost against the number of tasks, and accuracy against parameters.

const taskCount = report.tasks.length;
const shown = report.methods.map((method, i) => report.cells.some(cell => cell.method === i));
const shownMethods = () => report.methods.map((method, i) => ({...method, i})).filter(method => shown[method.i]);
const fewMethods = 12;

function swatch(index) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('width', 26);
  svg.setAttribute('height', 12);
  svg.setAttribute('aria-hidden', 'true');
  const {dash} = methodStyle(index);
  const shapes = {
    circle: 'M9 6a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z', rect: 'M9.5 2.5h7v7h-7z', triangle: 'M13 1.5l4.5 8h-9z',
    diamond: 'M13 1l4.5 5l-4.5 5l-4.5 -5z',
  };
  for (const [d, stroke] of [['M0 6H26', true], [shapes[methodStyle(index).symbol], false]]) {
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', d);
    path.style.stroke = stroke ? `var(--c${index % palette})` : 'none';
    path.style.strokeWidth = 2;
    path.style.fill = `var(--c${index % palette})`;
    if (stroke && dash !== 'solid') path.setAttribute('stroke-dasharray', dash.join(' '));
    svg.append(path);
  }
  return svg;
}

function methodChoice(area, changed) {
  const measured = report.methods.map((method, i) => i).filter(i => report.cells.some(cell => cell.method === i));
  const boxes = measured.map(i => {
    const method = report.methods[i];
    const box = make('input', {type: 'checkbox', checked: shown[i]});
    box.addEventListener('change', () => { shown[i] = box.checked; changed(); });
    area.append(make('label', {className: 'chip'}, box, swatch(i), method.name));
    return box;
  });
  const all = value => () => { boxes.forEach((box, nth) => { box.checked = shown[measured[nth]] = value; }); changed(); };
  for (const [text, value] of [['all', true], ['none', false]]) {
    const button = make('button', {type: 'button'}, text);
    button.addEventListener('click', all(value));
    area.append(button);
  }
}

/** With many methods only the most accurate ones are shown at first, and what is marked. */
function chooseAtFirst() {
  if (report.methods.length <= fewMethods) return;
  const ranked = report.methods.map((method, i) => i)
    .sort((a, b) => (report.methods[b].accuracy ?? -1) - (report.methods[a].accuracy ?? -1));
  document.querySelector('#chosen legend').textContent = 'Methods shown (at first the most accurate and what is marked)';
  ranked.slice(palette).forEach(i => { shown[i] = report.methods[i].mark !== null; });
}

function lines(values, unit, format, yAxis, more = () => []) {
  const numbers = Array.from({length: taskCount}, (_, i) => i + 1);
  return width => ({
    grid: {left: 58, right: 14, top: 14, bottom: 42},
    xAxis: axis('tasks learnt', {type: 'category', data: numbers, nameGap: 26, boundaryGap: taskCount === 1}),
    yAxis: axis(unit, {type: 'value', nameGap: 44, ...yAxis()}),
    tooltip: tooltip({
      trigger: 'axis',
      formatter: points => tip(`after ${points[0].axisValue} ${points[0].axisValue === '1' ? 'task' : 'tasks'}`,
        points.filter(point => point.value !== null && point.value !== undefined)
          .sort((a, b) => b.value - a.value)
          .map(point => {
            const method = report.methods[point.seriesId];
            return [point.color, method.name, format(point.value), ...more(method.curves, point.dataIndex)];
          })),
    }),
    series: shownMethods().map(method => {
      const {colour: color, dash, symbol} = methodStyle(method.i);
      return {
        id: String(method.i), name: method.name, type: 'line', data: values(method.curves), color, symbol, symbolSize: 5,
        showSymbol: taskCount <= 45 && width > 320,
        showAllSymbol: 'auto', lineStyle: {width: method.mark ? 3 : 1.6, type: dash}, emphasis: {focus: 'series'},
        connectNulls: true,
      };
    }),
  });
}

function curveTable(values, format) {
  return () => numberTable(['tasks learnt', ...shownMethods().map(method => method.name)],
    Array.from({length: taskCount}, (_, t) => [String(t + 1),
      ...shownMethods().map(method => format(values(method.curves)[t], method.curves, t))]));
}

/** Logarithmic where a linear axis would press most methods onto its foot. */
function sizeAxis(values) {
  const all = shownMethods().flatMap(method => values(method.curves)).filter(value => value > 0);
  const wide = all.length > 0 && Math.max(...all) / Math.min(...all) > 60;
  return wide ? {type: 'log', axisLabel: {formatter: short}} : {min: 0, axisLabel: {formatter: short}};
}

/** Accuracies close up, never beyond what a share can be. */
const accuracyAxis = {
  min: ({min, max}) => Number.isFinite(min) ? Math.max(0, Math.floor(min - .03 * (max - min) - .5)) : 0,
  max: ({min, max}) => Number.isFinite(max) ? Math.min(100, Math.ceil(max + .03 * (max - min) + .5)) : 100,
};

const spread = half => half === null || half === undefined ? '' : `± ${percent(half)}`;
const perCent = share => share === null ? null : 100 * share;
const accuracies = curves => curves.accuracy.map(perCent);
const served = curves => curves.parametersServed;
const learning = curves => curves.learnSeconds.map((value, t) => value === null ? null : value + curves.consolidateSeconds[t]);

/** Methods that no other one beats in accuracy and parameters, from few parameters to many. */
function undominated(methods) {
  const sorted = [...methods].sort((a, b) => a.parametersServed - b.parametersServed || b.accuracy - a.accuracy);
  let best = -1;
  return sorted.filter(method => method.accuracy > best && (best = method.accuracy, true));
}

function tradeOff(width) {
  const methods = shownMethods().filter(method => method.accuracy !== null && method.parametersServed !== null);
  const positive = methods.map(method => method.parametersServed).filter(value => value > 0);
  // Nothing has no place on a logarithmic axis: it is put one decade before the smallest.
  const nothing = positive.length ? 10 ** (Math.floor(Math.log10(Math.min(...positive))) - 1) : 1;
  const x = method => method.parametersServed > 0 ? method.parametersServed : nothing;
  const least = Math.min(...methods.map(x), ...(methods.length ? [] : [1]));
  const most = Math.max(...methods.map(x), ...(methods.length ? [] : [10]));
  const y = method => 100 * method.accuracy;
  return {
    grid: {left: 58, right: 22, top: 14, bottom: 42},
    xAxis: axis('parameters served (logarithmic)', {
      type: 'log', nameGap: 26, min: 10 ** Math.floor(Math.log10(least)), max: 10 ** Math.ceil(Math.log10(most * 1.2)),
      axisLabel: {formatter: value => value === nothing && positive.length < methods.length ? 'none' : short(value)},
    }),
    yAxis: axis('average accuracy, %', {type: 'value', nameGap: 44, ...accuracyAxis}),
    tooltip: tooltip({
      trigger: 'item',
      formatter: point => {
        const method = report.methods[point.data.method];
        return method && tip(method.name, [[null, 'average accuracy', `${percent(method.accuracy)} % ${spread(method.halfWidth)}`],
          [null, 'parameters served', whole(method.parametersServed)]]);
      },
    }),
    series: [
      {type: 'line', data: undominated(methods).map(method => [x(method), y(method)]), showSymbol: false, silent: true,
        color: colour('quiet'), lineStyle: {width: 1, type: [4, 4]}, tooltip: {show: false}, z: 1},
      {type: 'custom', silent: true, z: 1, encode: {x: 0, y: [1, 2]},
        data: methods.filter(method => method.halfWidth !== null)
          .map(method => [x(method), y(method) - 100 * method.halfWidth, y(method) + 100 * method.halfWidth, method.i]),
        renderItem: (params, api) => {
          const [low, high] = [1, 2].map(i => api.coord([api.value(0), api.value(i)]));
          return {type: 'line', shape: {x1: low[0], y1: low[1], x2: high[0], y2: high[1]},
            style: {stroke: methodStyle(api.value(3)).colour, lineWidth: 1.5}};
        }},
      {type: 'scatter', z: 3,
        data: methods.map(method => ({
          value: [x(method), y(method)], method: method.i, symbol: methodStyle(method.i).symbol,
          symbolSize: method.mark ? 13 : 9, itemStyle: {color: methodStyle(method.i).colour},
        })),
        label: {show: true, position: 'right', distance: 6, color: colour('ink'), fontSize: 10.5,
          backgroundColor: colour('paper'), padding: [0, 1],
          formatter: point => clipped(report.methods[point.data.method].name, width < 420 ? 14 : 24)},
        labelLayout: box => ({hideOverlap: true, moveOverlap: 'shiftY',
          ...(box.labelRect.x + box.labelRect.width > width - 4
            ? {x: box.rect.x - box.labelRect.width - 6} : {})})},
    ],
  };
}

function drawCurves() {
  const figure = id => document.getElementById(id);
  chooseAtFirst();
  figure('bars').hidden = !report.methods.some(method => typeof method.halfWidth === 'number');
  const drawn = [
    plotIn(figure('accuracy-curve'), 'Average accuracy against the number of tasks, a line a method',
      lines(accuracies, 'average accuracy, %', value => `${value.toFixed(1)} %`, () => accuracyAxis,
        (curves, t) => [spread(curves.halfWidth[t])])),
    textAlternative(figure('accuracy-curve'), 'Average accuracy in per cent',
      curveTable(accuracies, (value, curves, t) =>
        value === null ? '–' : `${value.toFixed(1)} ${spread(curves.halfWidth[t])}`)),
    plotIn(figure('trade-off'), 'Average accuracy against parameters served, a point a method', tradeOff),
    textAlternative(figure('trade-off'), 'Accuracy and parameters', () => numberTable(
      ['method', 'average accuracy, %', 'parameters served'],
      shownMethods().map(method => [method.name, `${percent(method.accuracy)} ${spread(method.halfWidth)}`,
        whole(method.parametersServed)]))),
    plotIn(figure('parameters-curve'), 'Parameters served against the number of tasks, a line a method',
      lines(served, 'parameters served', whole, () => sizeAxis(served))),
    textAlternative(figure('parameters-curve'), 'Parameters served', curveTable(served, whole)),
    plotIn(figure('seconds-curve'), 'Seconds to learn a task against the number of tasks, a line a method',
      lines(learning, 'seconds to learn this task', value => `${seconds(value)} s`, () => sizeAxis(learning),
        (curves, t) => [`${seconds(curves.consolidateSeconds[t])} s of it to consolidate`])),
    textAlternative(figure('seconds-curve'), 'Seconds to learn a task', curveTable(learning, seconds)),
  ];
  methodChoice(document.getElementById('chosen'), () => drawn.forEach(again => again()));
}

if (report.cells.length > 0) drawCurves();
