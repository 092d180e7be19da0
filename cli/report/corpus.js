/* The table of records: search, filters, sorting, pages. Its rows are the text
   of <noscript>, one a line; see corpus_table.c. Nothing else needs a script. */
(() => {
'use strict';
const PAGE = 50, SLICE = 16; /* rows; milliseconds */
const data = document.getElementById('records-data');
const view = document.getElementById('records-view');
if (!data || !view) return;

/* Rows stay strings, and are shown as they stand. */
const rows = data.textContent.split('\n').filter(line => line.startsWith('<tr><td>'));
data.remove();
const N = rows.length;

const find = view.querySelector('input');
const filters = [...view.querySelectorAll('select')];
const status = view.querySelector('[role=status]');
const [previous, next] = view.querySelectorAll('.pages button');
const heads = [...view.querySelectorAll('thead th')];
const body = view.querySelector('tbody');
const kinds = heads.map(th => th.className.slice(2));
const isNumber = kinds.map(kind => kind === 'number' || kind === 'p');
const labels = kinds.flatMap((kind, column) => kind === 'label' ? [column] : []);

const decoder = document.createElement('textarea');
const ENTITY = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decode = s => s.includes('&')
  ? s.replace(/&([a-z]+|#\d+|#x[\da-f]+);/gi, (all, name) => {
      if (ENTITY[name]) return ENTITY[name];
      decoder.innerHTML = all;
      return decoder.value;
    })
  : s;
const plain = cell => decode(cell.replace(/<[^>]*>/g, '')).toLowerCase();

/* What there is of all rows, made in slices of some milliseconds, or at once where
   it is needed: a text to search in, and the values of each column. */
const keys = kinds.map((_, c) => isNumber[c] ? new Float32Array(N).fill(NaN) : new Array(N));
const hay = new Array(N);
let known = 0;
const know = until => {
  for (; known < until; known++) {
    const cells = rows[known].slice(8).split(/<t[dh][^>]*>/);
    const words = [];
    for (let c = 0; c < kinds.length; c++) {
      const cell = cells[c] || '';
      if (isNumber[c]) {
        if (cell) keys[c][known] = Number(cell);
      } else if (kinds[c] === 'label') {
        keys[c][known] = decode(cell);
      } else {
        words.push(keys[c][known] = plain(cell));
      }
    }
    hay[known] = words.join('\n');
  }
};

/* Ranks of the values of a column, equal for equal ones; those of rows without a
   value are -1. */
const ranked = [];
const ranks = c => {
  if (ranked[c]) return ranked[c];
  const values = isNumber[c] ? Float32Array.from(new Set(keys[c])).sort()
                             : [...new Set(keys[c])].sort();
  const rank = new Map();
  values.forEach((value, i) => rank.set(value, i));
  return ranked[c] = Int32Array.from({ length: N }, (_, i) => {
    const value = keys[c][i];
    return value === '' || Number.isNaN(value) ? -1 : rank.get(value);
  });
};

const prepare = () => {
  const end = performance.now() + SLICE;
  while (known < N && performance.now() < end) know(Math.min(N, known + 200));
  const c = kinds.findIndex((_, i) => !ranked[i]);
  if (known === N && c >= 0) ranks(c);
  if (known < N || c >= 0) setTimeout(prepare);
};

let column = 0, descending = false, page = 0;
let order = Uint32Array.from({ length: N }, (_, i) => i);
let shown = order;

/* Rank and place in one number, so that sorting compares plain numbers. Rows
   without a value are last in both directions. */
const sort = () => {
  know(N);
  const rank = ranks(column);
  const place = Float64Array.from(rank, (r, i) =>
    (r < 0 ? 2 * N : descending ? N - r : r) * N + i).sort();
  order = Uint32Array.from(place, x => x % N);
};

const select = () => {
  const terms = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = filters.flatMap((f, i) => f.value ? [[keys[labels[i]], f.value]] : []);
  page = 0;
  if (terms.length + wanted.length === 0) { shown = order; return; }
  know(N);
  shown = order.filter(i => wanted.every(([key, value]) => key[i] === value) &&
                            terms.every(term => hay[i].includes(term)));
};

const number = n => n.toLocaleString('en');
const show = () => {
  const from = page * PAGE, to = Math.min(from + PAGE, shown.length);
  let html = '';
  for (let i = from; i < to; i++) html += rows[shown[i]];
  body.innerHTML = html;
  status.textContent = shown.length === 0 ? 'No record fits.'
    : `Rows ${number(from + 1)} to ${number(to)} of ${number(shown.length)}` +
      (shown.length < N ? ` that fit, of ${number(N)}` : '');
  previous.disabled = page === 0;
  next.disabled = to >= shown.length;
};

const turn = step => {
  page += step;
  show();
  if (document.activeElement === document.body) (step > 0 ? previous : next).focus();
};
previous.addEventListener('click', () => turn(-1));
next.addEventListener('click', () => turn(1));
find.addEventListener('input', () => { select(); show(); });
for (const f of filters) f.addEventListener('change', () => { select(); show(); });
heads.forEach((th, c) => th.firstElementChild.addEventListener('click', () => {
  descending = c === column && th.ariaSort !== 'none' ? !descending : kinds[c] === 'p';
  column = c;
  for (const h of heads) h.setAttribute('aria-sort', 'none');
  th.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  sort();
  select();
  show();
}));

heads[0].setAttribute('aria-sort', 'ascending');
view.hidden = false;
show();
setTimeout(prepare);
})();
