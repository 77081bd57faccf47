// The panel beside the phones, or below them where there is less room: X-rays, the ledger's rules, the end of a story.

import { el, figure, icon } from './tools.js';
import { has, t } from './words.js';

let before = null;

/** Shows the panel; `done` is called when it goes away. */
export function openPanel(title, content, mark, done) {
  const host = document.getElementById('panel');
  closePanel(false);
  before ??= document.activeElement;
  host.done = done;
  host.replaceChildren(
    el('header', {}, el('span', { class: 'panel-mark' }, icon(mark)), el('h2', {}, title),
      el('button', { class: 'round', type: 'button', 'aria-label': t('close'), title: t('close'), onclick: () => closePanel(true) },
        icon('close'))),
    el('div', { class: 'panel-body', tabindex: '0' }, content));
  host.setAttribute('aria-label', title);
  host.hidden = false;
  document.body.classList.add('with-panel');
  host.onkeydown = (event) => { if (event.key === 'Escape') closePanel(true); };
  host.querySelector('button').focus({ preventScroll: true });
}

/** Takes it away; for good means that the focus goes back to where it came from. */
function closePanel(forGood) {
  const host = document.getElementById('panel');
  host.done?.();
  host.done = null;
  host.hidden = true;
  document.body.classList.remove('with-panel');
  if (!forGood) return;
  if (before?.isConnected) before.focus({ preventScroll: true });
  before = null;
}

/** What `/demo/xray` knows of a message. */
export function xrayContent({ heard, delivered, sent, transfers, rule, cost }) {
  return [
    heard && part(t('xrayHeard'), understood(heard)),
    part(t('xrayLedger'), transfers.length ? table(transfers.map((moved) => moves(moved, rule.unit))) : el('p', {}, t('xrayNothing'))),
    transfers.length > 0 && part(t('xrayRule'), el('p', {}, t(`xray_${rule.kind}`,
      rule.kind === 'visit' ? amountOf(Number(rule.rate), rule.unit) : figure(Number(rule.rate)), rule.version))),
    part(t('xrayCost'), cost ? table([[named('category', cost.category), price(cost), `${named('status', cost.status)} · ${t('xrayClass', cost.class)}`]])
      : el('p', {}, t('xrayReceived'))),
    sent && part(t('xraySent'), json(sent)),
    delivered && part(t('xrayDelivered'), el('p', { class: 'signature' }, el('b', {}, 'X-Hub-Signature-256 '), delivered.signature),
      json(delivered.body)),
  ];
}

/** Why a message is taken for what it is: its pieces, the rule, and what it is not. */
function understood({ intent, slots, pieces, because, like, instead_of: others, held_back: held }) {
  const why = because ? t('xrayBecause', because.typed)
    : like ? t('xrayLike', like.typed.map((word) => `“${word}”`).join(', ')) : t('xrayNoRule');
  const filled = Object.entries(slots).map(([slot, value]) => [slot, Array.isArray(value) ? value.join(', ') : value]);
  return [
    el('p', {}, el('code', { class: 'intent' }, intent)),
    filled.length > 0 && table(filled),
    el('p', { class: 'pieces' }, pieces.map(({ typed, read }) =>
      el('span', { class: 'piece' }, typed, typed.toLowerCase() !== read && el('small', {}, read)))),
    el('p', {}, why),
    because && el('p', {}, el('code', { class: 'pattern' }, because.rule)),
    ...others.map((other) => el('p', { class: 'sum' }, t('xrayInstead', other.intent, other.rule))),
    ...held.map((other) => el('p', { class: 'sum' }, t('xrayHeldBack', other.intent, other.typed))),
  ];
}

const moves = ({ kind, from, to, amount }, unit) => [named('kind', kind), `${account(from)} → ${account(to)}`, amountOf(amount, unit)];
/** A book by its name, beside how the ledger writes it: `Ana (m:9)`. */
function account({ book, name }) {
  const [kind] = book.split(':');
  const words = has(`book_${kind}`) ? t(`book_${kind}`, name?.split(' ')[0] ?? '') : '';
  return words ? `${words} (${book})` : book;
}
const price = ({ free, micro_reais: micros }) => (free ? t('xrayFree')
  : figure(micros / 1e6, { style: 'currency', currency: 'BRL', minimumFractionDigits: 4 }));
/** Points with their word, or money; figure and word stay on one line. */
const amountOf = (amount, unit) => (unit === 'BRL' ? figure(amount / 100, { style: 'currency', currency: 'BRL' })
  : t('points', figure(amount))).replaceAll(' ', '\u00a0');
/** The word for a technical name, which stays where there is none. */
const named = (group, name) => (has(`${group}_${name}`) ? t(`${group}_${name}`) : name);

/** Every rule of the ledger in a sentence, with what came of it. */
export function ledgerContent({ ms, transfers, transactions, rules }) {
  return [
    el('p', { class: 'sum' }, t('verifiedIn', rules.length, figure(ms), figure(transfers), figure(transactions))),
    el('ul', { class: 'rules' }, rules.map(({ name, broken }) => el('li', { class: broken.length ? 'bad' : 'good' },
      el('span', { class: 'rule-name' }, name),
      el('span', { class: 'rule-says' }, t(`rule_${name}`), broken.map((row) => el('code', {}, row))),
      el('b', { class: 'rule-result' }, broken.length ? `✘ ${t('fails', broken.length)}` : `✔ ${t('holds')}`)))),
  ];
}

/** What a story has shown, and what to do now; `tries` are [words, pane, text], `place` puts a text into a composer. */
export function storyContent(id, { members, said, answered }, tries) {
  const scenes = Array.from({ length: 20 }, (_, at) => `story_${id}_${at + 1}`).filter(has);
  const balance = ({ name, points, unit }) => [name, amountOf(points, unit), points < 0 ? t('storyDebt') : ''];
  return [
    part(t('storyHappened'), el('ol', { class: 'scenes' }, scenes.map((key) => el('li', {}, t(key)))),
      el('p', { class: 'sum' }, t('storyCount', figure(said), figure(answered)))),
    part(t('storyBalances'), table(members.map(balance))),
    part(t('storyTry'), el('div', { class: 'tries' }, tries.map(([key, pane, text]) =>
      el('button', { class: 'try', type: 'button', onclick: () => pane.place(text) }, pane.avatar.cloneNode(true),
        el('span', {}, el('b', {}, t(key)), el('span', {}, text))))), el('p', { class: 'sum' }, t('tryXray'))),
  ];
}

export const part = (heading, ...content) => el('section', {}, el('h3', {}, heading), ...content);

const table = (rows) => el('div', { class: 'scroll' }, el('table', {}, el('tbody', {}, rows.map((row) =>
  el('tr', {}, row.map((cell) => el('td', {}, String(cell))))))));

const json = (value) => el('pre', { class: 'json', tabindex: '0' }, highlight(value));

/** Pretty JSON with a class per kind of token. */
function highlight(value) {
  const text = JSON.stringify(value, null, 2);
  const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;
  const out = [];
  let last = 0;
  for (const found of text.matchAll(token)) {
    out.push(text.slice(last, found.index));
    const kind = found[2] ? 'key' : found[1] ? 'string' : found[3] ? 'word' : 'digits';
    out.push(el('span', { class: `j-${kind}` }, found[1] ?? found[0]), found[2] ?? '');
    last = found.index + found[0].length;
  }
  out.push(text.slice(last));
  return out;
}
