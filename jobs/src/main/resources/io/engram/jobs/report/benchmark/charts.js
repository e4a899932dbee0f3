// What all plots share: colours of the page, redrawing when it changes, marks of the methods, number formats.

const plots = [];
const heatStops = ['#00224e', '#35456c', '#666970', '#948e77', '#c8b866', '#fee838'];
const dashes = ['solid', [7, 4], [2, 3], [9, 3, 2, 3]];
const symbols = ['circle', 'rect', 'triangle', 'diamond'];
const palette = 7;

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function methodStyle(index) {
  const round = Math.floor(index / palette);
  return {
    colour: colour(`c${index % palette}`),
    dash: dashes[round % dashes.length],
    symbol: symbols[(index + round) % symbols.length],
  };
}

const fixed = (value, digits) => value.toFixed(digits).replace(/^-(?=0\.?0*$)/, '');
const percent = share => share === null || share === undefined ? '–' : fixed(100 * share, 1);
const whole = value => value === null || value === undefined ? '–' : Math.round(value).toLocaleString('en');
const short = value => value >= 1e6 ? `${+(value / 1e6).toPrecision(3)} M`
  : value >= 1e3 ? `${+(value / 1e3).toPrecision(3)} k` : `${+value.toPrecision(3)}`;
const seconds = value => value === null || value === undefined ? '–' : value.toFixed(value < 10 ? 2 : 1);
const clipped = (name, length) => name.length > length ? `${name.slice(0, length - 1)}…` : name;

/** Length of what the names of all tasks begin with, up to a dash. */
const sharedStart = (() => {
  const [first, ...others] = report.tasks;
  if (others.length === 0) return 0;
  let same = 0;
  while (same < first.length && others.every(name => name[same] === first[same])) same++;
  return first.slice(0, same).lastIndexOf('-') + 1;
})();

/** The name of a task where there is little room; without what it shares with all others. */
const taskLabel = (name, length) => clipped(name.slice(sharedStart) || name, length);

/** What a tooltip shows, as elements: names from data are text. */
function tip(title, rows) {
  return make('div', {className: 'tip'}, make('strong', {}, title),
    make('table', {}, ...rows.map(([mark, ...texts]) => make('tr', {},
      make('td', {}, mark === null ? null : Object.assign(make('i'), {style: `background:${mark}`})),
      ...texts.map(text => make('td', {}, text))))));
}

function axis(name, more = {}) {
  const text = {color: colour('quiet'), fontSize: 11};
  return {
    name, nameLocation: 'middle', nameTextStyle: text, axisLabel: {...text, ...more.axisLabel},
    axisLine: {show: true, lineStyle: {color: colour('rule')}}, axisTick: {show: false},
    splitLine: {lineStyle: {color: colour('rule'), width: .6}},
    ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'axisLabel')),
  };
}

const tooltip = more => ({
  confine: true, backgroundColor: colour('paper'), borderColor: colour('rule'),
  textStyle: {color: colour('ink')}, extraCssText: 'box-shadow: 0 2px 8px #0004', ...more,
});

function draw(entry) {
  entry.chart.resize();
  entry.width = entry.element.clientWidth;
  entry.chart.setOption({animation: false, ...entry.option(entry.width)}, true);
}

/** Draws a plot into an element, and again whenever the page's width or colours change. */
function plot(element, label, option, renderer = 'svg') {
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', label);
  const entry = {element, option, chart: echarts.init(element, null, {renderer})};
  plots.push(entry);
  draw(entry);
  // In the next frame: a plot drawn at once may change sizes that the observer is still reporting.
  new ResizeObserver(() => requestAnimationFrame(() => { if (element.clientWidth !== entry.width) draw(entry); }))
    .observe(element);
  return () => draw(entry);
}

function plotIn(figure, label, option) {
  const element = make('div', {className: 'plot'});
  figure.querySelector('figcaption').after(element);
  return plot(element, label, option);
}

const drawAll = () => plots.forEach(draw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);

// On paper colours are light, the page has the width of the paper, and what the columns say is read without a click.
function onPaper(printing) {
  document.documentElement.classList.toggle('printing', printing);
  document.querySelectorAll('details.definitions').forEach(details => {
    if (printing) details.dataset.wasOpen = details.open;
    details.open = printing || details.dataset.wasOpen === 'true';
  });
  drawAll();
}
addEventListener('beforeprint', () => onPaper(true));
addEventListener('afterprint', () => onPaper(false));
