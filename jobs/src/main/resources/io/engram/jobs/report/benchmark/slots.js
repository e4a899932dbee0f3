// Which slot took each task, with the scores and loads of all slots.

function slotOption(cell) {
  return width => {
    const {slots} = cell();
    const tasks = cell().tasks.map(task => report.tasks[task]);
    const most = slots.reduce((count, {slot, scores}) => Math.max(count, slot + 1, scores?.length ?? 0), 0);
    const served = Array.from({length: most}, (_, slot) => slots.filter(choice => choice.slot === slot).length);
    const plain = slots.filter(choice => choice.slot < 0).length;
    const rows = [...served.map((count, slot) => `slot ${slot} (${count})`), ...(plain ? [`plain backbone (${plain})`] : [])];
    const data = slots.flatMap(({scores}, task) => {
      const best = scores ? Math.max(...scores) : 0;
      return (scores ?? []).map((score, slot) => [task, slot, score - best]);
    });
    const least = data.reduce((min, [, , value]) => Math.min(min, value), 0);
    const room = width < 500 ? 66 : 100;
    const size = (width - room - 10) / tasks.length;
    const label = {color: colour('quiet'), fontSize: 11};
    const category = {type: 'category', axisTick: {show: false}, axisLine: {show: false}, splitLine: {show: false}};
    return {
      grid: {left: room, right: 10, top: 8, bottom: 160},
      xAxis: {...category, data: tasks, axisLabel: {...label, rotate: 90, interval: size < 9 ? 'auto' : 0,
        fontSize: Math.max(8, Math.min(11, size)), formatter: name => taskLabel(name, 16)}},
      yAxis: {...category, data: rows, inverse: true, axisLabel: label},
      visualMap: {
        show: least < 0, min: least, max: 0, seriesIndex: 0, dimension: 2, orient: 'horizontal', left: 'center', bottom: 0,
        itemHeight: Math.min(220, width - 230), itemWidth: 12, calculable: false, text: ['best score', least.toPrecision(2)],
        textStyle: label, inRange: {color: heatStops},
      },
      tooltip: tooltip({
        formatter: ({value: [task, slot]}) => {
          const {scores, loads, by, slot: taken} = slots[task];
          return tip(tasks[task], slot >= most ? [[null, 'no adapter: plain backbone']]
            : [[null, `slot ${slot}`, taken === slot ? 'took it' : ''],
              ...(scores ? [[null, by, scores[slot].toPrecision(4)], [null, 'tasks then', String(loads[slot])]]
                : [[null, 'nothing to choose', '']])]);
        },
      }),
      series: [
        {type: 'heatmap', data, itemStyle: {borderColor: colour('paper'), borderWidth: 1},
          label: {show: size > 17, position: 'insideTopLeft', fontSize: 9, padding: 1,
            formatter: ({value: [task, slot]}) => slots[task].loads[slot]}},
        {type: 'scatter', z: 3, symbol: 'circle', symbolSize: Math.max(5, Math.min(14, size * .55)),
          itemStyle: {color: '#fff', borderColor: '#000', borderWidth: 1.5},
          data: slots.map(({slot}, task) => [task, slot < 0 ? most : slot])},
      ],
    };
  };
}

function slotTable(cell) {
  const {slots} = cell();
  const most = slots.reduce((count, {scores}) => Math.max(count, scores?.length ?? 0), 0);
  const figures = Array.from({length: most}, (_, slot) => slot);
  return numberTable(['task', 'went to', 'by', ...figures.map(slot => `score of slot ${slot} (tasks then)`)],
    slots.map(({slot, by, scores, loads}, task) => [report.tasks[cell().tasks[task]],
      slot < 0 ? 'plain backbone' : `slot ${slot}`, by ?? '–',
      ...figures.map(i => scores && i < scores.length ? `${scores[i].toPrecision(4)} (${loads[i]})` : '–')]));
}

function drawSlots() {
  const chose = report.methods.map((method, i) => i)
    .filter(i => report.cells.some(cell => cell.method === i && cell.slots.some(slot => slot.scores)));
  const none = report.methods.filter((method, i) => !chose.includes(i) && report.cells.some(cell => cell.method === i));
  document.getElementById('slots-none').textContent = none.length === 0 ? ''
    : `No slot was chosen by a score: ${none.map(method => method.name).join(', ')}.`;
  const figure = document.getElementById('slots');
  if (chose.length === 0) {
    figure.remove();
    return;
  }
  const form = document.getElementById('slot-choice');
  let changed = () => {};
  const cellsOf = i => report.cells.filter(cell => cell.method === i);
  const method = selection(form, 'method', chose.map(i => [i, report.methods[i].name]), () => changed(true));
  const run = selection(form, 'cell', [], () => changed(false));
  const most = chose.reduce((a, b) => (report.methods[b].accuracy ?? 0) > (report.methods[a].accuracy ?? 0) ? b : a);
  method.value = most;
  const current = () => cellsOf(Number(method.value))[Number(run.value)];
  const options = () => run.replaceChildren(...cellsOf(Number(method.value))
    .map((cell, i) => make('option', {value: i}, `order ${cell.order}, seed ${cell.seed}`)));
  options();
  const element = make('div', {className: 'plot'});
  figure.querySelector('figcaption').after(element);
  const again = plot(element, 'Slots and scores of every task', slotOption(current));
  const table = textAlternative(figure, 'Slots and scores', () => slotTable(current));
  changed = other => {
    if (other) options();
    const {slots, order, seed} = current();
    const rows = slots.reduce((count, {slot, scores}) => Math.max(count, slot + 1, scores?.length ?? 0), 0)
      + (slots.some(slot => slot.slot < 0) ? 1 : 0);
    const by = [...new Set(slots.map(slot => slot.by).filter(name => name))].join(', ');
    figure.querySelector('figcaption').textContent =
      `${report.methods[Number(method.value)].name}: slot of every task by ${by}, task order ${order}, seed ${seed}; tasks served at the end in brackets`;
    element.style.height = `${168 + Math.min(44, Math.max(18, 360 / rows)) * rows}px`;
    again();
    table();
  };
  changed(false);
}

if (report.cells.length > 0) {
  drawSlots();
} else {
  document.querySelectorAll('section.plots').forEach(section =>
    section.replaceChildren(section.querySelector('h2'), make('p', {}, 'No cell is finished yet.')));
}
