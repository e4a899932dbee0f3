// Which classes of a task a method takes for which, with rows to look at.

const MOST_PAIRS = 12;

/** A row as people see it: a small picture, or its text. */
function sample(index) {
  const {text, picture} = report.confusions.samples[index];
  return picture === undefined
    ? make('q', {className: 'sample'}, text)
    : make('img', {className: 'sample', alt: '', width: 48, height: 48, loading: 'lazy', src: `data:image/png;base64,${picture}`});
}

const samples = indexes => make('div', {className: 'samples'}, ...indexes.map(sample));

/** Classes taken for another one, the most frequent pair first. */
function confusedPairs({counts}) {
  const pairs = counts.flatMap((row, label) => row.map((count, predicted) =>
    ({label, predicted, count, of: row.reduce((sum, value) => sum + value, 0)})));
  return pairs.filter(({label, predicted, count}) => label !== predicted && count > 0)
    .sort((a, b) => b.count - a.count || a.label - b.label || a.predicted - b.predicted);
}

function pairTable(found, names) {
  const pairs = confusedPairs(found);
  if (pairs.length === 0) return make('p', {}, 'Nothing: every test row of this task is right.');
  const head = words => make('th', {scope: 'col'}, words);
  const rows = pairs.slice(0, MOST_PAIRS).map(({label, predicted, count, of}) => make('tr', {},
    make('th', {scope: 'row'}, `${names[label]} → ${names[predicted]}`),
    make('td', {}, whole(count), make('small', {}, `${percent(count / of)} %`)),
    make('td', {className: 'words'}, samples(found.examples
      .filter(([from, to]) => from === label && to === predicted).map(([, , index]) => index)))));
  const table = make('table', {className: 'confused'},
    make('thead', {}, make('tr', {}, head('class → taken for'), head('rows, share of the class'),
      Object.assign(head('some of them'), {className: 'words'}))),
    make('tbody', {}, ...rows));
  const rest = pairs.slice(MOST_PAIRS);
  const none = found.examples.length > 0 ? null
    : make('p', {className: 'quiet'}, 'No rows to look at: these cells were run before some were kept.');
  return make('div', {}, make('div', {className: 'scroll', tabIndex: 0}, table), none, rest.length === 0 ? null
    : make('p', {className: 'quiet'}, `${rest.length} more pairs, ${whole(rest.reduce((sum, {count}) => sum + count, 0))} rows.`));
}

/** Every class with its right rows and some of its training rows. */
function classTable(found, task) {
  const {names, samples: ofClass} = report.confusions.tasks[task];
  const recall = label => {
    const of = found.counts[label].reduce((sum, value) => sum + value, 0);
    return of === 0 ? '–' : percent(found.counts[label][label] / of);
  };
  return make('div', {className: 'scroll', tabIndex: 0}, make('table', {className: 'confused'},
    make('thead', {}, make('tr', {}, make('th', {scope: 'col'}, 'class'), make('th', {scope: 'col'}, 'right', make('small', {}, '%')),
      make('th', {scope: 'col', className: 'words'}, 'some training rows'))),
    make('tbody', {}, ...names.map((name, label) => make('tr', {}, make('th', {scope: 'row'}, name),
      make('td', {}, recall(label)), make('td', {className: 'words'}, samples(ofClass[label] ?? [])))))));
}

function countTable({counts}, names) {
  return numberTable(['class \\ taken for', ...names], counts.map((row, label) => [names[label], ...row.map(whole)]));
}

function drawConfusions() {
  const {found, tasks, leftOut} = report.confusions;
  const area = document.getElementById('confusions');
  if (found.length === 0) {
    area.replaceChildren(make('p', {}, 'These cells were run before confusions were kept.'));
    return;
  }
  const form = document.getElementById('confusion-choice');
  let changed = () => {};
  const distinct = values => [...new Set(values)];
  const method = selection(form, 'method',
    distinct(found.map(part => part.method)).map(i => [i, report.methods[i].name]), () => changed());
  const task = selection(form, 'task',
    distinct(found.map(part => part.task)).map(i => [i, report.tasks[i]]), () => changed());
  const marked = found.find(part => ['best', 'both'].includes(report.methods[part.method].mark));
  if (marked) method.value = marked.method;
  changed = () => {
    const part = found.find(each => each.method === Number(method.value) && each.task === Number(task.value));
    if (part === undefined) {
      area.replaceChildren(make('p', {}, 'This method has no finished cell with this task.'));
      return;
    }
    const {names} = tasks[part.task];
    const rows = part.counts.flat().reduce((sum, count) => sum + count, 0);
    const right = part.counts.reduce((sum, row, label) => sum + row[label], 0);
    area.replaceChildren(make('div', {},
      make('h3', {}, `${report.methods[part.method].name} on ${report.tasks[part.task]}: ${whole(rows - right)} of ${whole(rows)} test rows wrong`),
      pairTable(part, names),
      make('h3', {}, 'The classes'),
      classTable(part, part.task),
      make('details', {className: 'numbers'}, make('summary', {}, 'All counts'),
        make('div', {className: 'scroll', tabIndex: 0}, countTable(part, names))),
      leftOut === 0 ? null : make('p', {className: 'quiet'},
        `${whole(leftOut)} more rows could be shown; they would make this file too large.`)));
  };
  changed();
}

if (report.cells.length > 0) drawConfusions();
